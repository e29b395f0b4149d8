// Full screen for the whole room (its words stay), or for the video alone on iPhone, which knows only that.
// Source: https://developer.apple.com/documentation/webkitjs/htmlvideoelement/1633500-webkitenterfullscreen

type AppleVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

export const canFullScreen = (video: AppleVideo): boolean =>
  document.fullscreenEnabled || typeof video.webkitEnterFullscreen === 'function';

export const toggleFullScreen = (room: HTMLElement, video: AppleVideo): void => {
  if (document.fullscreenElement) void document.exitFullscreen();
  else if (document.fullscreenEnabled) room.requestFullscreen().catch(() => {});
  else video.webkitEnterFullscreen?.();
};
