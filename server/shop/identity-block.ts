// Who the shop is, for every public page (D.Lgs. 70/2003 art. 7). One JSON row among the settings. Rules: RES-13.
import * as v from 'valibot';
import { identityBody } from '../../shared/shop-bodies.ts';
import type { Identity } from '../../shared/shop.ts';
import type { Sql, Tx } from '../db/open.ts';
import * as settings from '../db/settings.ts';

export const read = (sql: Sql): Identity =>
  v.parse(identityBody, JSON.parse(settings.read(sql, 'identity') ?? '{}'));

export const write = (tx: Tx, identity: Identity): void =>
  settings.write(tx, 'identity', JSON.stringify(identity));
