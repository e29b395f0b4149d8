// The rules of a room, who is muted or banned there, what waits for approval, and who did what. Rules: MOD-5 … MOD-14.
import * as v from 'valibot';
import { liftBody, rulesBody } from '../../shared/moderation.ts';
import type { SanctionId, ShowId } from '../ids.ts';
import * as chat from '../rooms/chat.ts';
import * as audit from '../rooms/audit.ts';
import * as moderation from '../rooms/moderation.ts';
import * as questionRows from '../rooms/question-rows.ts';
import * as shows from '../rooms/shows.ts';
import { ownRoom } from './rooms.ts';
import { read, write, type Route } from './route.ts';

const tag = 'Moderation';
const auditPage = 100;

export const moderationRoutes = (): Route[] => [
  read({
    path: '/rooms/:slug/rules',
    tag,
    summary: 'Slow mode, words, links and approval in a room',
    least: 'helper',
    reply: ['rules'],
    refusals: ['not_found'],
    read: (sql, asking) => ({ rules: moderation.rules(sql, ownRoom(sql, asking).id) }),
  }),
  write({
    method: 'put',
    path: '/rooms/:slug/rules',
    tag,
    summary: 'The whole rules anew',
    least: 'host',
    body: rulesBody,
    reply: ['rules'],
    refusals: ['not_found'],
    write(tx, asking) {
      const { id } = ownRoom(tx, asking);
      moderation.setRules(tx, id, asking.body, asking.actor, asking.now);
      return { rules: moderation.rules(tx, id) };
    },
  }),
  read({
    path: '/rooms/:slug/sanctions',
    tag,
    summary: 'Mutes and bans that hold now',
    least: 'helper',
    unkept: true,
    reply: ['sanctions'],
    refusals: ['not_found'],
    read: (sql, asking) => ({
      sanctions: moderation.sanctions(sql, ownRoom(sql, asking).id, asking.now),
    }),
  }),
  write({
    method: 'post',
    path: '/rooms/:slug/sanctions/:id/lift',
    tag,
    summary: 'Ends a mute or a ban early',
    least: 'helper',
    body: liftBody,
    reply: ['sanctions'],
    refusals: ['not_found'],
    write(tx, asking) {
      const { id } = ownRoom(tx, asking);
      const by = { actor: asking.actor, reason: asking.body.reason ?? '' };
      moderation.lift(tx, id, asking.param('id') as SanctionId, by, asking.now);
      return { sanctions: moderation.sanctions(tx, id, asking.now) };
    },
  }),
  read({
    path: '/rooms/:slug/held',
    tag,
    summary: 'Messages and questions that wait for approval, then messages in the shadow; each oldest first',
    least: 'helper',
    unkept: true,
    reply: ['messages', 'questions'],
    refusals: ['not_found'],
    read(sql, asking) {
      const { id } = ownRoom(sql, asking);
      const show = shows.latest(sql, id);
      return {
        messages: chat.held(sql, id, asking.now),
        questions: show ? questionRows.held(sql, show.id as ShowId) : [],
      };
    },
  }),
  read({
    path: '/rooms/:slug/audit',
    tag,
    summary: 'Who did what, newest first; `before`: the last entry that was seen',
    least: 'helper',
    unkept: true,
    query: v.object({ before: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{1,15}$/))) }),
    reply: ['entries'],
    refusals: ['not_found'],
    read(sql, asking) {
      const before =
        asking.query.before === undefined ? Number.MAX_SAFE_INTEGER : Number(asking.query.before);
      return { entries: audit.list(sql, ownRoom(sql, asking).id, before, auditPage) };
    },
  }),
];
