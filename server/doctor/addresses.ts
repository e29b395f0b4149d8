// Where browsers find the shop and where it announces its media: could a viewer reach both? Rules: OPS-53.
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { bad, fair, good, type Finding } from '../../shared/checkup.ts';
import { mediaAddresses, type Config } from '../config.ts';
import { mediaPorts } from './ports.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

// RFC 1918, RFC 6598 (carriers' NAT), RFC 3927 and RFC 4193, RFC 4291: nobody outside reaches them.
const inside = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const)
  inside.addSubnet(net, bits);
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

type Reach = 'machine' | 'network' | 'world';

export const reachOf = (address: string): Reach => {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (loopback.check(address, family)) return 'machine';
  return inside.check(address, family) ? 'network' : 'world';
};

/** All addresses of a name, or the address itself; none when it leads nowhere. */
const resolved = async (host: string): Promise<string[]> => {
  const found = await lookup(host.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
  return found.map(({ address }) => address);
};

const order: Reach[] = ['machine', 'network', 'world'];
const widest = (addresses: string[]): Reach =>
  addresses.map(reachOf).reduce((a, b) => (order.indexOf(a) > order.indexOf(b) ? a : b), 'machine' as Reach);

/** Only for whoever sits at this machine. */
export const isLocal = (url: string): boolean =>
  /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

const ownAddresses = (): Set<string> =>
  new Set(Object.values(networkInterfaces()).flatMap((list) => list?.map(({ address }) => address) ?? []));

export const announced = async (config: Config): Promise<Finding> => {
  const { listenAddress, announcedAddress } = mediaAddresses(config);
  const address = announcedAddress ?? listenAddress;
  const url = config.publicUrl;
  const [media, pages] = await Promise.all([resolved(address), resolved(new URL(url).hostname)]);
  if (media.length === 0) return bad('announced', 'notFound', { address });
  const reach = widest(media);
  if (isLocal(url) && reach === 'machine') return fair('announced', 'local', { address });
  // A name that leads nowhere (yet) is told with the certificate; a shop of one network is reached in that network.
  const wants = pages.length === 0 ? 'world' : widest(pages);
  if (order.indexOf(reach) < order.indexOf(wants))
    return config.turn
      ? fair('announced', 'relayed', { address })
      : bad('announced', 'unreachable', { address, url });
  if (media.some((each) => ownAddresses().has(each))) return good('announced', 'own', { address });
  return good('announced', 'forwarded', { address, media: mediaPorts(config) });
};
