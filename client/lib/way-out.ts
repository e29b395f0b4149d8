// Waits until the browser has a network for WebRTC. A page that may use the camera gathers on each network by itself (RFC 8828
// §5.2, mode 1), and Chromium's list of them follows a change by up to two seconds: until then all that is built fails at
// once, before its first packet. Asking needs no server. Rule: NET-32.

const askEveryMs = 100;
const patienceMs = 3000;
/** A browser that says nothing at all keeps nobody from trying. */
const silentMs = 500;

/** False: it says at once that there is nothing to gather. */
const gathers = async (): Promise<boolean> => {
  const peer = new RTCPeerConnection();
  try {
    return await new Promise<boolean>((resolve) => {
      setTimeout(resolve, silentMs, true);
      peer.onicecandidate = ({ candidate }) => resolve(candidate !== null);
      peer.createDataChannel('');
      peer.setLocalDescription().catch(() => resolve(true));
    });
  } finally {
    peer.close();
  }
};

export const awaitWayOut = async (): Promise<void> => {
  const endsAt = performance.now() + patienceMs;
  while (!(await gathers()) && performance.now() < endsAt)
    await new Promise((resolve) => {
      setTimeout(resolve, askEveryMs);
    });
};
