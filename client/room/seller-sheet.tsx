// Who sells here (D.Lgs. 70/2003 art. 7), where to pick up, what happens with names and contacts.
import { t } from '../i18n.ts';
import { SellerBlock } from '../ui/seller-block.tsx';
import type { Visit } from './visit.ts';

export const SellerSheet = ({ visit }: { visit: Visit }) => {
  const { identity, room } = visit.room.value;
  if (!identity) return <p class="quiet">{t('common.loading')}</p>;
  return <SellerBlock identity={{ ...identity, name: identity.name || (room?.name ?? '') }} />;
};
