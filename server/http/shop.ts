// The shop itself: who it is, and what it promises and allows. Rules: RES-4, RES-13, HTTP-7.
import { identityBody, policyBody } from '../../shared/shop-bodies.ts';
import type { Sql } from '../db/open.ts';
import * as identityBlock from '../shop/identity-block.ts';
import * as policy from '../shop/policy.ts';
import { read, write, type Route } from './route.ts';

const tag = 'Shop';
const shopView = (sql: Sql) => ({
  identity: identityBlock.read(sql),
  terms: policy.terms(policy.read(sql)),
});

export const shopRoutes = (): Route[] => [
  read({
    path: '/shop',
    tag,
    summary: 'Who the shop is, and its terms for reservations',
    least: 'viewer',
    reply: ['identity', 'terms'],
    read: shopView,
  }),
  write({
    method: 'put',
    path: '/shop',
    tag,
    summary: 'Who the shop is',
    least: 'owner',
    body: identityBody,
    reply: ['identity', 'terms'],
    write(tx, { body }) {
      identityBlock.write(tx, body);
      return shopView(tx);
    },
  }),
  read({
    path: '/policy',
    tag,
    summary: 'What the owner decided about holds, limits and retention',
    least: 'helper',
    reply: ['policy'],
    read: (sql) => ({ policy: policy.read(sql) }),
  }),
  write({
    method: 'put',
    path: '/policy',
    tag,
    summary: 'The whole policy anew; promises that were made stay as they are',
    least: 'owner',
    body: policyBody,
    reply: ['policy'],
    write(tx, { body }) {
      policy.write(tx, body);
      return { policy: body };
    },
  }),
];
