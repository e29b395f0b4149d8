// Settings: what the shop promises, who it is, who works in it, how it runs, whether a show would work. For owners.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { api, type ApiErrorCode, type RoomRow, type StaffMember } from '../../lib/api.ts';
import { codeOf } from '../parts/list.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { Page } from '../parts/page.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { CheckUp } from './check-up.tsx';
import { IdentityForm } from './identity-form.tsx';
import { StatusTab } from '../status/status.tsx';
import { Invitations } from './invitations.tsx';
import { People } from './people.tsx';
import { PolicyForm } from './policy-form.tsx';

const tabs = ['rules', 'identity', 'people', 'status', 'check-up'] as const;
type Tab = (typeof tabs)[number];

const PeopleTab = ({ me }: { me: StaffMember }) => {
  const rooms = useSignal<RoomRow[]>([]);
  const problem = useSignal<ApiErrorCode | null>(null);
  const load = async (): Promise<void> => {
    try {
      rooms.value = (await api.rooms()).rooms;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), []);
  return (
    <>
      <People me={me} />
      {problem.value && <LoadProblem code={problem.value} onRetry={() => void load()} />}
      <Invitations rooms={rooms.value} />
    </>
  );
};

export const Settings = ({ me, rest }: { me: StaffMember; rest: string[] }) => {
  const tab: Tab = tabs.find((each) => each === rest[0]) ?? 'rules';
  return (
    <Page title={t('shop.nav.settings')}>
      <Tabs
        label={t('shop.nav.settings')}
        tabs={tabs.map((each) => ({
          label: t(`shop.settings.${each}`),
          href: each === 'rules' ? '/shop/settings' : `/shop/settings/${each}`,
          isShown: each === tab,
        }))}
      />
      {tab === 'rules' && <PolicyForm />}
      {tab === 'identity' && <IdentityForm />}
      {tab === 'people' && <PeopleTab me={me} />}
      {tab === 'status' && <StatusTab />}
      {tab === 'check-up' && <CheckUp />}
    </Page>
  );
};
