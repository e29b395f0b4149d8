// The icons that the studio draws.
import check from 'lucide-static/icons/check.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import keyboard from 'lucide-static/icons/keyboard.svg?raw';
import micOff from 'lucide-static/icons/mic-off.svg?raw';
import mic from 'lucide-static/icons/mic.svg?raw';
import qrCode from 'lucide-static/icons/qr-code.svg?raw';
import share from 'lucide-static/icons/share-2.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import videoOff from 'lucide-static/icons/video-off.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

export const icons = {
  check,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  copy,
  info,
  keyboard,
  'mic-off': micOff,
  mic,
  'qr-code': qrCode,
  'share-2': share,
  users,
  'video-off': videoOff,
  x,
};
