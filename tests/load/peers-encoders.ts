// The encoders of the peers bench, as the README has them, and one that is set wrongly on purpose.
import { unstable } from './peers-set-up.ts';

export type Encoder = { name: string; command: (url: string, key: string) => string[] };

const ffmpeg = (video: string[]) => (url: string, key: string) => [
  ...['chroot', unstable, 'ffmpeg', '-hide_banner', '-loglevel', 'error', '-re'],
  ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=30'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000'],
  ...['-c:v', 'libx264', '-preset', 'veryfast', ...video, '-pix_fmt', 'yuv420p', '-b:v', '2500k'],
  ...['-c:a', 'libopus', '-ac', '2', '-ar', '48000', '-b:a', '96k'],
  ...['-f', 'whip', '-authorization', key, url],
];

const picture =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,width=1280,height=720,framerate=30/1 ! videoconvert ! queue ! ' +
  'vp8enc deadline=1 target-bitrate=2500000 keyframe-max-dist=30 ! rtpvp8pay pt=96 ssrc=2 ! queue ! ' +
  'application/x-rtp,media=video,encoding-name=VP8,payload=96';
const sound =
  'audiotestsrc is-live=true ! audioconvert ! audioresample ! queue ! opusenc ! rtpopuspay pt=97 ssrc=1 ! queue ! ' +
  'application/x-rtp,media=audio,encoding-name=OPUS,payload=97';

export const encoders: Encoder[] = [
  {
    name: 'FFmpeg, H264',
    command: ffmpeg(['-tune', 'zerolatency', '-profile:v', 'baseline', '-bf', '0', '-g', '30']),
  },
  {
    name: 'GStreamer, VP8',
    command: (url, key) => [
      ...['chroot', unstable, 'whip-client', '-u', url, '-t', key, '-V', picture, '-A', sound],
    ],
  },
  // What the stream doctor is there for.
  { name: 'FFmpeg, H264 High', command: ffmpeg(['-profile:v', 'high', '-bf', '0', '-g', '150']) },
];
