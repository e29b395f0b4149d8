// Who works in the shop, and taking somebody's access away. Asks once; never offers to remove oneself.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { api, type ApiErrorCode, type StaffMember, type StaffRow } from '../../lib/api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { codeOf } from '../parts/list.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { tell } from '../parts/refused.tsx';
import { whenText } from '../parts/words.ts';

const lastSeen = ({ lastSeenAt }: StaffRow): string =>
  lastSeenAt === null ? t('shop.never') : whenText(lastSeenAt);

type TableProps = { people: StaffRow[]; me: StaffMember; onRemove: (person: StaffRow) => void };

const PeopleTable = ({ people, me, onRemove }: TableProps) => (
  <table class="table">
    <thead>
      <tr>
        <th scope="col">{t('shop.name')}</th>
        <th scope="col">{t('shop.role')}</th>
        <th scope="col">{t('shop.where')}</th>
        <th scope="col">{t('shop.lastSeen')}</th>
        <th scope="col">
          <span class="visually-hidden">{t('shop.remove')}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {people.map((person) => (
        <tr key={person.id} data-id={person.id}>
          <th scope="row">
            {person.name} {person.id === me.id && <span class="quiet">{t('shop.you')}</span>}
          </th>
          <td>{t(`common.role.${person.role}`)}</td>
          <td data-label={t('shop.where')}>{person.room ?? t('shop.everywhere')}</td>
          <td class="numbers" data-label={t('shop.lastSeen')}>
            {lastSeen(person)}
          </td>
          <td class="row-actions">
            {person.id !== me.id && (
              <button
                type="button"
                class="button small"
                aria-label={t('shop.removePerson', { name: person.name })}
                onClick={() => onRemove(person)}
              >
                {t('shop.remove')}
              </button>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

type AskProps = { person: StaffRow | null; onClose: () => void; onRemoved: (person: StaffRow) => void };

const AskToRemove = ({ person, onClose, onRemoved }: AskProps) => {
  const remove = async (): Promise<void> => {
    if (!person) return;
    onClose();
    try {
      await api.removeStaff(person.id);
      toast(t('shop.removed', { name: person.name }), 'ok');
      onRemoved(person);
    } catch (error) {
      tell(error);
    }
  };
  const name = person?.name ?? '';
  return (
    <Dialog
      open={person !== null}
      onClose={onClose}
      title={t('shop.remove.title', { name })}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="button" class="button danger" onClick={() => void remove()}>
            {t('shop.removePerson', { name })}
          </button>
        </>
      }
    >
      <p>{t('shop.remove.text', { name })}</p>
    </Dialog>
  );
};

export const People = ({ me }: { me: StaffMember }) => {
  const people = useSignal<StaffRow[] | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const removing = useSignal<StaffRow | null>(null);

  const load = async (): Promise<void> => {
    try {
      people.value = (await api.staff()).staff;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), []);

  const known = people.value;
  return (
    <section class="card part" aria-labelledby="people-heading">
      <h2 id="people-heading">{t('shop.people')}</h2>
      {problem.value && <LoadProblem code={problem.value} onRetry={() => void load()} />}
      {known && known.length > 0 && (
        <PeopleTable people={known} me={me} onRemove={(person) => (removing.value = person)} />
      )}
      {known && known.length <= 1 && <p class="quiet">{t('shop.people.empty')}</p>}
      {!known && !problem.value && <Skeleton rows={2} />}
      <AskToRemove
        person={removing.value}
        onClose={() => (removing.value = null)}
        onRemoved={({ id }) => (people.value = (people.peek() ?? []).filter((each) => each.id !== id))}
      />
    </section>
  );
};
