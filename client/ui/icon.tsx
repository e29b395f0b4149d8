// One lucide icon, drawn in the colour and size of the text around it (.icon in base.css).
// A page adds the icons it shows, so that no page carries another's:
//   import volumeX from 'lucide-static/icons/volume-x.svg?raw';  addIcons({ 'volume-x': volumeX });
// Without a label an icon is decoration beside words and hidden from screen readers.

const shapes = new Map<string, string>();

/** Keeps what is between <svg …> and </svg>: these are constants of the build, never data. */
const inside = (svg: string): string =>
  svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));

export const addIcons = (icons: Record<string, string>): void => {
  for (const [name, svg] of Object.entries(icons)) shapes.set(name, inside(svg));
};

type Props = { name: string; label?: string };

export const Icon = ({ name, label }: Props) => (
  <svg
    class="icon"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' })}
    dangerouslySetInnerHTML={{ __html: shapes.get(name) ?? '' }}
  />
);
