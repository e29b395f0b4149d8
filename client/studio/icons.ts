// The icons that the studio draws.
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowLeftRight from 'lucide-static/icons/arrow-left-right.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import combine from 'lucide-static/icons/combine.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import externalLink from 'lucide-static/icons/external-link.svg?raw';
import eye from 'lucide-static/icons/eye.svg?raw';
import image from 'lucide-static/icons/image.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import keyboard from 'lucide-static/icons/keyboard.svg?raw';
import micOff from 'lucide-static/icons/mic-off.svg?raw';
import mic from 'lucide-static/icons/mic.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import pictureInPicture from 'lucide-static/icons/picture-in-picture-2.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import qrCode from 'lucide-static/icons/qr-code.svg?raw';
import share from 'lucide-static/icons/share-2.svg?raw';
import shirt from 'lucide-static/icons/shirt.svg?raw';
import switchCamera from 'lucide-static/icons/switch-camera.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import undo from 'lucide-static/icons/undo-2.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import videoOff from 'lucide-static/icons/video-off.svg?raw';
import video from 'lucide-static/icons/video.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

export const icons = {
  'arrow-down': arrowDown,
  'arrow-left-right': arrowLeftRight,
  'arrow-up': arrowUp,
  check,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  combine,
  copy,
  ellipsis,
  'external-link': externalLink,
  eye,
  image,
  info,
  keyboard,
  'mic-off': micOff,
  mic,
  pause,
  'picture-in-picture-2': pictureInPicture,
  plus,
  'qr-code': qrCode,
  'share-2': share,
  shirt,
  'switch-camera': switchCamera,
  'trash-2': trash,
  'undo-2': undo,
  users,
  'video-off': videoOff,
  video,
  x,
};
