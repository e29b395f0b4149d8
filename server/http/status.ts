// How the shop is doing, for its owner. Rules: OPS-74.
import type { Status } from '../../shared/status.ts';
import { read, type Route } from './route.ts';

export type StatusDeps = { status: () => Status };

export const statusRoutes = ({ status }: StatusDeps): Route[] => [
  read({
    path: '/status',
    tag: 'Shop',
    summary: 'Load of the last quarter of an hour, the disk, the last backup, and what is kept how long',
    least: 'owner',
    reply: ['at', 'everyMs', 'samples', 'disk', 'databaseBytes', 'backup', 'retention'],
    unkept: true,
    read: () => status(),
  }),
];
