// The icons that the room draws.
import maximize from 'lucide-static/icons/maximize.svg?raw';
import minimize from 'lucide-static/icons/minimize.svg?raw';
import share from 'lucide-static/icons/share-2.svg?raw';
import userRound from 'lucide-static/icons/user-round.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import volume2 from 'lucide-static/icons/volume-2.svg?raw';
import volumeX from 'lucide-static/icons/volume-x.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

export const roomIcons = {
  maximize,
  minimize,
  'share-2': share,
  'user-round': userRound,
  users,
  'volume-2': volume2,
  'volume-x': volumeX,
  x,
};
