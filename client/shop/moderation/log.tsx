// Who did what to whom in a room, newest first, and why. Nothing here can be changed or deleted. Rule: BOF-33.
import { useEffect, useMemo } from 'preact/hooks';
import { staffRoles } from '../../../shared/model.ts';
import type { AuditEntry } from '../../../shared/moderation.ts';
import { t } from '../../i18n.ts';
import { whoText } from '../parts/actor.ts';
import { pagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { whenText } from '../parts/words.ts';
import { changedRules, type ChangedRule } from './changed-rules.ts';

/** As many as the server gives at once; fewer are the last. */
const fullPage = 100;

const peopleActs = ['invite', 'revoke', 'expel'] as const;
const acts = [
  ...(['rules', 'mute', 'ban', 'lift', 'remove', 'approve', 'restore', 'pin', 'unpin', 'report'] as const),
  ...peopleActs,
];

const actText = ({ act }: AuditEntry): string => {
  const known = acts.find((each) => each === act);
  return known ? t(`shop.log.${known}`) : act;
};

const detailText = (entry: AuditEntry): string => {
  const { act, detail } = entry;
  if (act === 'rules') return changedRules(detail).map(ruleText).join(' · ');
  const role = peopleActs.some((each) => each === act) && staffRoles.find((each) => each === detail);
  if (role) return t(`common.role.${role}`);
  return detail && t('shop.log.said', { text: detail });
};

const ruleText = ({ rule, value }: ChangedRule): string => {
  const shown = value === 'true' || value === 'false' ? t(`shop.log.rule.${value}`) : value;
  return `${t(ruleWords[rule])}: ${shown}`;
};

const ruleWords = {
  slowSeconds: 'shop.rules.slow',
  links: 'shop.rules.links',
  words: 'shop.rules.words',
  approveChat: 'shop.rules.approveChat',
  approveQuestions: 'shop.rules.approveQuestions',
  shadow: 'shop.rules.shadow',
} as const;

const Entry = ({ entry }: { entry: AuditEntry }) => (
  <li class="entry" data-id={entry.id} data-act={entry.act}>
    <p class="entry-top">
      <strong>{actText(entry)}</strong>
      <time class="quiet small" dateTime={new Date(entry.at).toISOString()}>
        {whenText(entry.at)}
      </time>
    </p>
    {entry.whom !== null && (
      <p class="small" data-whom>
        {t('shop.log.whom', { name: entry.whom || t('shop.guest') })}
      </p>
    )}
    {entry.detail && <p class="said">{detailText(entry)}</p>}
    <p class="small log-foot">
      <span>{whoText(entry.actor)}</span>
      {entry.reason && <span class="quiet">{entry.reason}</span>}
    </p>
  </li>
);

export const Log = ({ room }: { room: string }) => {
  const list = useMemo(() => pagedList<AuditEntry>(), []);
  const load = (): Promise<void> =>
    list.load(async (before) => {
      const { entries } = await office.audit(room, before);
      const last = entries.at(-1);
      return { rows: entries, next: last && entries.length >= fullPage ? String(last.id) : null };
    });
  useEffect(() => void load(), []);
  return (
    <section class="card part" aria-labelledby="log-heading">
      <h2 id="log-heading">{t('shop.log')}</h2>
      <p class="quiet">{t('shop.log.help')}</p>
      <ListView
        state={list.state.value}
        onRetry={() => void load()}
        onMore={() => void list.more()}
        empty={<Empty title={t('shop.log.empty')} text={t('shop.log.empty.help')} />}
      >
        {(entries) => (
          <ol class="entries">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
      </ListView>
    </section>
  );
};
