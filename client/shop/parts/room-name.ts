// A room's name, for pages that have its address: until it is known, or when it cannot be, the address names it.
import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api } from '../../lib/api.ts';

export const useRoomName = (room: string): ReadonlySignal<string> => {
  const name = useSignal(room);
  useEffect(() => {
    api.rooms().then(
      ({ rooms }) => (name.value = rooms.find(({ slug }) => slug === room)?.name ?? room),
      () => {},
    );
  }, []);
  return name;
};
