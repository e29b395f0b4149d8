// What the ways of the last day's viewers say about the shop's network. Pure. Rules: SHP-11.
import type { PathCounts } from '../../../shared/checkup.ts';

/** Each has one sentence. */
export type Advice = 'good' | 'noUdp' | 'relay' | 'none' | 'noneRelayed';

/** The relay's three ways as one: by which protocol it is reached is the viewer's network's matter. */
export const waysOf = (paths: PathCounts) => ({
  udp: paths.udp,
  tcp: paths.tcp,
  relay: paths['relay-udp'] + paths['relay-tcp'] + paths['relay-tls'],
  none: paths.none,
});
export type Ways = ReturnType<typeof waysOf>;

/** Fewer say nothing about the shop: it may be their own networks. */
const enough = 3;

export const adviceOf = ({ udp, tcp, relay, none }: Ways): Advice[] => {
  const all = udp + tcp + relay + none;
  const found: Advice[] = [];
  if (udp === 0 && all >= enough) found.push('noUdp');
  if (relay >= enough && relay > all / 2) found.push('relay');
  if (none > 0) found.push(relay > 0 ? 'noneRelayed' : 'none');
  return found.length > 0 ? found : ['good'];
};
