// What a host's camera and microphone are sent as: codec, simulcast layers, forward error correction.
import type { Device, types } from 'mediasoup-client';
import { simulcastLayers } from '../../shared/limits.ts';

export const videoOptions = (device: Device, track: MediaStreamTrack): types.ProducerOptions => {
  const codecs = device.sendRtpCapabilities.codecs ?? [];
  const codec =
    codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8') ??
    codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'video/h264');
  return {
    track,
    stopTracks: false,
    ...(codec && { codec }),
    encodings: simulcastLayers.map(({ rid, scaleDown, maxBitrate, maxFramerate }) => ({
      rid,
      scaleResolutionDownBy: scaleDown,
      maxBitrate,
      maxFramerate,
    })),
    // Without it the top layer starts some 20 s late.
    codecOptions: { videoGoogleStartBitrate: 2000 },
  };
};

export const audioOptions = (track: MediaStreamTrack): types.ProducerOptions => ({
  track,
  stopTracks: false,
  codecOptions: { opusStereo: false, opusFec: true, opusDtx: true },
});
