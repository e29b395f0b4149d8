// Saved answers and unmet demand, for the studio and the back office. Shop-wide: the role alone decides. Rules: QNA-11, QNA-12, QNA-14.
import * as v from 'valibot';
import { entityId } from '../../shared/shop-bodies.ts';
import type { AnswerId } from '../ids.ts';
import { demand } from '../rooms/demand.ts';
import * as savedAnswers from '../rooms/saved-answers.ts';
import { askedPage, flag, pageQuery } from './asked-page.ts';
import { read, write, type Route } from './route.ts';

const tag = 'Questions';
const dayMs = 24 * 60 * 60 * 1000;
const days = v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,2}$/)), '30');

export const answerRoutes = (): Route[] => [
  read({
    path: '/answers',
    tag,
    summary:
      'All saved answers in pages, the last kept first; with `product` what fits it, with `general` what fits no product, ' +
      'most used first and in one page',
    least: 'helper',
    query: v.object({ product: v.optional(entityId), general: flag, ...pageQuery }),
    reply: ['answers', 'next'],
    read(sql, { query: { product, general, ...page } }) {
      if (product !== undefined || general === '1')
        return { answers: savedAnswers.offered(sql, product ?? null), next: null };
      const { rows, next } = savedAnswers.list(sql, askedPage(page));
      return { answers: rows, next };
    },
  }),
  write({
    method: 'delete',
    path: '/answers/:id',
    tag,
    summary: 'Offers an answer no longer',
    least: 'helper',
    status: 204,
    refusals: ['not_found'],
    write: (tx, { param }) => savedAnswers.remove(tx, param('id') as AnswerId),
  }),
  read({
    path: '/demand',
    tag,
    summary:
      'What was wanted in the last days, most wanted first: questions, who joined in, who waits, who came too late',
    least: 'helper',
    query: v.object({ days }),
    reply: ['demand'],
    read: (sql, { query, now }) => ({ demand: demand(sql, now - Number(query.days) * dayMs) }),
  }),
];
