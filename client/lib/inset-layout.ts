// Where the small picture lies in the large one, and painting both. Used on the page and in the worker; no DOM but a canvas
// that is handed in. Rules: STU-80, STU-81.

export const corners = ['top-right', 'bottom-right', 'bottom-left', 'top-left'] as const;
export type Corner = (typeof corners)[number];

/** `swapped`: the second picture is the large one. */
export type Layout = { corner: Corner; swapped: boolean };

export type Size = { width: number; height: number };
export type Box = Size & { x: number; y: number };

/** A third of the shorter side, by area: an upright inset does not grow into the face. */
const share = 0.34;
const margin = 0.035;
/** A viewer's phone lays names and buttons over the ends of an upright picture. */
const uprightMargin = 0.12;

export const insetBox = (frame: Size, inset: Size, corner: Corner): Box => {
  const side = Math.min(frame.width, frame.height) * share * 1.15;
  const scale = Math.min(
    side / Math.sqrt(inset.width * inset.height),
    (frame.width * 0.45) / inset.width,
    (frame.height * 0.45) / inset.height,
  );
  const width = Math.round(inset.width * scale);
  const height = Math.round(inset.height * scale);
  const gapX = Math.round(Math.min(frame.width, frame.height) * margin);
  const gapY = frame.height > frame.width ? Math.round(frame.height * uprightMargin) : gapX;
  return {
    width,
    height,
    x: corner.endsWith('left') ? gapX : frame.width - width - gapX,
    y: corner.startsWith('top') ? gapY : frame.height - height - gapY,
  };
};

/** The whole of it, centred: a photo of another shape gets edges, never a cut. */
export const fitBox = (frame: Size, picture: Size): Box => {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  return {
    width,
    height,
    x: Math.round((frame.width - width) / 2),
    y: Math.round((frame.height - height) / 2),
  };
};

export type Drawn = Size & { image: CanvasImageSource };
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const draw = (context: Context, { image }: Drawn, { x, y, width, height }: Box): void =>
  context.drawImage(image, x, y, width, height);

/** The frame has the main picture's size, whichever is large: the encoder is not begun anew. */
export const paint = (context: Context, main: Drawn, second: Drawn | null, layout: Layout): void => {
  const frame = { width: main.width, height: main.height };
  if (!second) return draw(context, main, { x: 0, y: 0, ...frame });
  const [large, small] = layout.swapped ? [second, main] : [main, second];
  context.fillStyle = '#1b1816';
  context.fillRect(0, 0, frame.width, frame.height);
  draw(context, large, fitBox(frame, large));
  const box = insetBox(frame, small, layout.corner);
  const line = Math.max(2, Math.round(frame.height / 240));
  context.fillStyle = '#fff';
  context.fillRect(box.x - line, box.y - line, box.width + 2 * line, box.height + 2 * line);
  draw(context, small, box);
};
