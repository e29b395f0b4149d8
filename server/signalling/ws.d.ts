// What ws exports for broadcasts (public in its lib/sender.js) and its types leave out.
// oxlint-disable-next-line import/no-unassigned-import -- adds to the module instead of replacing it
import 'ws';

declare module 'ws' {
  type FrameOptions = { fin: boolean; opcode: number; mask: boolean; rsv1: boolean; readOnly: boolean };
  export const Sender: { frame(data: Buffer, options: FrameOptions): Buffer[] };
}
