// Photos of what the host sends, for viewers whom no video reaches: one every two seconds, only while the server says that
// somebody needs them. Never opens a device. Rules: MED-55.
import { limits } from '../../shared/limits.ts';
import type { Connection } from '../lib/connection.ts';

const longestSide = 480;
/** The first that is small enough is sent: at 480 pixels nearly always the first. */
const qualities = [0.6, 0.4, 0.2];
const wantedBytes = 40 * 1024;

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

const photoOf = async (video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob | null> => {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight));
  if (!(scale > 0)) return null;
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const quality of qualities) {
    const photo = await jpegOf(canvas, quality);
    if (photo && photo.size <= wantedBytes) return photo;
  }
  return null;
};

/** `picture`: what is sent at the moment. The result stops it for good. */
export const followStills = (
  room: string,
  connection: Connection,
  picture: () => MediaStreamTrack | null,
): (() => void) => {
  const video = document.createElement('video');
  const canvas = document.createElement('canvas');
  video.muted = video.playsInline = true;
  let timer: ReturnType<typeof setInterval> | undefined;

  const show = async (track: MediaStreamTrack | null): Promise<void> => {
    const [shown] = (video.srcObject as MediaStream | null)?.getTracks() ?? [];
    if (shown === (track ?? undefined)) return;
    video.srcObject = track && new MediaStream([track]);
    if (track) await video.play().catch(() => {}); // a newer track took over
  };
  const send = async (): Promise<void> => {
    await show(picture());
    const body = await photoOf(video, canvas);
    // One that is lost is followed by the next.
    if (body) await fetch(`/api/rooms/${room}/still`, { method: 'PUT', body }).catch(() => {});
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
    void show(null);
  };
  const leave = connection.onEvent((event) => {
    if (event.type !== 'still.wanted') return;
    stop();
    if (!event.body.wanted) return;
    timer = setInterval(() => void send(), limits.stillEveryMs);
    void send();
  });
  return () => {
    leave();
    stop();
  };
};
