// What keeps one room civil: its rules, who is muted or banned, what waits for approval, who did what.
import { t } from '../../i18n.ts';
import { addressOf } from '../parts/address.ts';
import { Page } from '../parts/page.tsx';
import { useRoomName } from '../parts/room-name.ts';
import { Tabs } from '../parts/tabs.tsx';
import { HeldMessages } from './held.tsx';
import { Log } from './log.tsx';
import { RulesForm } from './rules-form.tsx';
import { Sanctions } from './sanctions.tsx';

const tabs = ['rules', 'sanctions', 'held', 'log'] as const;
type Props = {
  room: string;
  tab: string | undefined;
  mayChange: boolean;
  back: { href: string; label: string };
};

export const Moderation = ({ room, tab, mayChange, back }: Props) => {
  const name = useRoomName(room);
  const shown = tabs.find((each) => each === tab) ?? 'rules';
  return (
    <Page title={t('shop.moderation.of', { name: name.value })} back={back}>
      <Tabs
        label={t('shop.moderation')}
        tabs={tabs.map((each) => ({
          label: t(`shop.moderation.${each}`),
          href: addressOf({
            page: 'shows',
            rest: ['moderation', room, ...(each === 'rules' ? [] : [each])],
          }),
          isShown: each === shown,
        }))}
      />
      {shown === 'rules' && <RulesForm room={room} mayChange={mayChange} />}
      {shown === 'sanctions' && <Sanctions room={room} />}
      {shown === 'held' && <HeldMessages room={room} />}
      {shown === 'log' && <Log room={room} />}
    </Page>
  );
};
