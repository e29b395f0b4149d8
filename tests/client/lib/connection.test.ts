import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Connection, connectionTimings, type RequestError } from '../../../client/lib/connection.ts';
import { closeCodes, finalCloseCodes, type EventFrame } from '../../../shared/protocol.ts';
import { eventually } from '../../helpers/eventually.ts';
import { renamed, startStandIn, welcome } from './stand-in-server.ts';

type StandIn = Awaited<ReturnType<typeof startStandIn>>;

const quick = { delaysMs: [0, 10, 20] };

const connect = (server: StandIn, timings: Partial<typeof connectionTimings> = {}) => {
  const connection = new Connection(
    { url: server.url, room: 'demo', page: 'room', locale: 'it' },
    { ...quick, ...timings },
  );
  onTestFinished(() => connection.close());
  const events: EventFrame[] = [];
  connection.onEvent((event) => events.push(event));
  return { connection, events, seqs: () => events.map((event) => event.seq) };
};

const isOpen = (connection: Connection) => eventually(() => connection.status.value === 'open');

/** A page's window, as far as waking goes. */
const fakeWindow = () => {
  const window = new EventTarget();
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  onTestFinished(() => void vi.unstubAllGlobals());
  return window;
};

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  onTestFinished(() => void vi.unstubAllGlobals());
});

test('SES-30: the first frame is a hello that says protocol, room, page and language', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  expect(connection.status.value).toBe('connecting');
  await isOpen(connection);
  expect(server.heard[0]).toMatchObject({
    type: 'session.hello',
    body: { protocol: 1, room: 'demo', page: 'room', locale: 'it' },
  });
  expect(server.hellos()[0]).not.toHaveProperty('lastSeq');
  expect(connection.welcome.value?.memberId).toBe('member_1');
});

test('SES-30: after a loss the hello says the last seq that was seen, from the welcome or from an event', async () => {
  const server = await startStandIn();
  server.answer('session.hello', () => ({ body: welcome({ seq: 7 }) }));
  const { connection, seqs } = connect(server);
  await isOpen(connection);
  server.cut();
  await eventually(() => server.hellos().length === 2);
  expect(server.hellos()[1]).toMatchObject({ lastSeq: 7 });
  await isOpen(connection);
  server.tell(renamed(9, 'Nine'));
  await eventually(() => seqs().includes(9));
  server.cut();
  await eventually(() => server.hellos().length === 3);
  expect(server.hellos()[2]).toMatchObject({ lastSeq: 9 });
});

test('SES-55: what is asked behind a hello goes out before the welcome is here, after a loss as well', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  const asked: Promise<unknown>[] = [];
  connection.onHello(() => {
    expect(connection.welcome.value === null || connection.status.value === 'reconnecting').toBe(true);
    asked.push(connection.requestAhead('clock.read', {}));
  });
  await isOpen(connection);
  await expect(asked[0]).resolves.toHaveProperty('serverNow');
  server.cut();
  await eventually(() => asked.length === 2);
  await expect(asked[1]).resolves.toHaveProperty('serverNow');
  expect(server.heard.map(({ type }) => type)).toEqual([
    'session.hello',
    'clock.read',
    'session.hello',
    'clock.read',
  ]);
});

test('SES-55: with no hello on its way it is refused, and never sent', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  const early = connection.requestAhead('clock.read', {});
  await expect(early).rejects.toMatchObject({ code: 'offline' });
  await isOpen(connection);
  await expect(connection.requestAhead('clock.read', {})).rejects.toMatchObject({ code: 'offline' });
  expect(server.times('clock.read')).toBe(0);
});

test('SES-31: a request resolves with its own reply, whatever the order', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  await isOpen(connection);
  server.answer('viewer.rename', () => 'silence');
  const first = connection.request('viewer.rename', { nickname: 'Anna' });
  const second = connection.request('viewer.rename', { nickname: 'Bea' });
  const ids = await eventually(() => {
    const asked = server.heard.filter((frame) => frame.type === 'viewer.rename');
    return asked.length === 2 && asked.map((frame) => frame.id);
  });
  server.tell(
    { re: ids[1], ok: true, body: { nickname: 'Bea' } },
    { re: ids[0], ok: true, body: { nickname: 'Anna' } },
  );
  expect(await Promise.all([first, second])).toEqual([{ nickname: 'Anna' }, { nickname: 'Bea' }]);
});

test('SES-31: a refusal rejects with its code and details', async () => {
  const server = await startStandIn();
  server.answer('viewer.rename', () => ({ refuse: 'rate_limited', details: { retryInMs: 500 } }));
  const { connection } = connect(server);
  await isOpen(connection);
  const refusal = await connection
    .request('viewer.rename', { nickname: 'Anna' })
    .catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'RequestError', code: 'rate_limited', details: { retryInMs: 500 } });
});

test('SES-31: a request without a reply in time rejects as timeout, and the late reply harms nobody', async () => {
  const server = await startStandIn();
  server.answer('viewer.rename', () => 'silence');
  const { connection } = connect(server, { requestMs: 20 });
  await isOpen(connection);
  await expect(connection.request('viewer.rename', { nickname: 'Anna' })).rejects.toMatchObject({
    code: 'timeout',
  });
  server.tell({ re: server.heard.at(-1)?.id, ok: true, body: {} }, renamed(1, 'One'));
  await eventually(() => connection.status.value === 'open');
  expect(connectionTimings.requestMs).toBe(10_000);
});

test('SES-31: without an open socket a request rejects as offline, sent or not', async () => {
  const server = await startStandIn();
  const { connection } = connect(server, { delaysMs: [60_000] });
  await expect(connection.request('clock.read', {})).rejects.toMatchObject({ code: 'offline' });
  await isOpen(connection);
  server.answer('viewer.rename', () => 'silence');
  const lost = connection
    .request('viewer.rename', { nickname: 'Anna' })
    .catch((error: RequestError) => error.code);
  await eventually(() => server.times('viewer.rename') === 1);
  server.cut();
  expect(await lost).toBe('offline');
  await eventually(() => connection.status.value === 'reconnecting');
  await expect(connection.request('clock.read', {})).rejects.toMatchObject({ code: 'offline' });
});

test('SES-32: an event is delivered once, however often it is sent', async () => {
  const server = await startStandIn();
  server.answer('session.hello', () => ({ body: welcome({ seq: 4 }) }));
  const { connection, events } = connect(server);
  await isOpen(connection);
  const counted = { type: 'audience.counted', body: { viewers: 3 } };
  server.tell(renamed(4, 'old'), renamed(5, 'Five'), renamed(5, 'Five'), counted, counted, renamed(6, 'Six'));
  await eventually(() => events.some((event) => event.seq === 6));
  expect(events.map((event) => event.seq ?? event.type)).toEqual([
    5,
    'audience.counted',
    'audience.counted',
    6,
  ]);
});

test('SES-32: missed events come after the welcome, in order, without those seen before', async () => {
  const server = await startStandIn();
  const { connection, seqs } = connect(server);
  await isOpen(connection);
  server.tell(renamed(1, 'One'));
  await eventually(() => seqs().length === 1);
  const order: string[] = [];
  connection.onWelcome(() => order.push('welcome'));
  connection.onEvent((event) => order.push(String(event.seq)));
  server.answer('session.hello', () => ({
    body: welcome({
      snapshot: null,
      seq: 4,
      missed: [renamed(1, 'One'), renamed(2, 'Two'), renamed(3, 'Three')],
    }),
  }));
  server.cut();
  await eventually(() => order.length === 3);
  expect(order).toEqual(['welcome', '2', '3']);
  server.tell(renamed(4, 'counted in the welcome'), renamed(5, 'Five'));
  await eventually(() => seqs().at(-1) === 5);
  expect(seqs()).toEqual([1, 2, 3, 5]);
});

test('SES-32: with a snapshot the server’s seq counts, even when it is lower than ours', async () => {
  const server = await startStandIn();
  server.answer('session.hello', () => ({ body: welcome({ seq: 90 }) }));
  const { connection, seqs } = connect(server);
  await isOpen(connection);
  server.answer('session.hello', () => ({ body: welcome({ seq: 2 }) }));
  server.cut();
  await eventually(() => server.hellos().length === 2);
  await isOpen(connection);
  server.tell(renamed(3, 'Three'));
  expect(await eventually(() => seqs().includes(3))).toBe(true);
});

test('SES-33: a server that says when it is back is not asked before', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  await isOpen(connection);
  server.tell({ type: 'server.restarting', body: { backInMs: 300 } });
  const closedAt = performance.now();
  server.close(closeCodes.restarting);
  await eventually(() => server.connections() === 2);
  expect(performance.now() - closedAt).toBeGreaterThanOrEqual(295);
  await isOpen(connection);
});

test('SES-33: a server that said it would be back is asked at short delays, but not for ever', async () => {
  const server = await startStandIn();
  const { connection } = connect(server, { delaysMs: [0, 5, 600_000], restartTries: 6 });
  await isOpen(connection);
  server.answer('session.hello', () => ({ close: 1011 }));
  server.tell({ type: 'server.restarting', body: { backInMs: 10 } });
  server.close(closeCodes.restarting);
  await eventually(() => server.hellos().length === 7);
  const idle = () => connection.status.value === 'reconnecting' && server.connections();
  expect(await eventually(idle)).toBe(7);
});

test('SES-33: a server that is not there is tried again and again, and a hello without an answer is given up', async () => {
  const server = await startStandIn();
  server.answer('session.hello', () => 'silence');
  const { connection } = connect(server, { helloMs: 25 });
  await eventually(() => server.hellos().length >= 3);
  expect(connection.status.value).toBe('reconnecting');
  server.answer('session.hello', () => ({ body: welcome() }));
  await isOpen(connection);
});

test('SES-34: after a final close code nobody tries again', async () => {
  for (const code of finalCloseCodes) {
    const server = await startStandIn();
    server.answer('session.hello', () => ({ close: code }));
    const { connection } = connect(server);
    await eventually(() => connection.status.value === 'closed');
    expect(connection.closedBy.value).toBe(code);
    await expect(connection.request('clock.read', {})).rejects.toMatchObject({ code: 'offline' });
    expect(server.connections()).toBe(1);
  }
});

test('SES-34: any other close code leads to another attempt', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  const codes = [closeCodes.too_slow, closeCodes.internal, closeCodes.idle, 1011];
  for (const [lost, code] of codes.entries()) {
    await eventually(() => server.hellos().length === lost + 1 && connection.status.value === 'open');
    server.close(code);
  }
  await eventually(() => server.hellos().length === codes.length + 1);
  await isOpen(connection);
  expect(connection.closedBy.value).toBeNull();
});

test('SES-34: close() ends it: no reconnection, nothing pending', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  await isOpen(connection);
  server.answer('viewer.rename', () => 'silence');
  const pending = connection.request('viewer.rename', { nickname: 'Anna' });
  connection.close();
  connection.close();
  await expect(pending).rejects.toMatchObject({ code: 'offline' });
  expect(connection.status.value).toBe('closed');
  expect(connection.closedBy.value).toBeNull();
});

test('SES-35: a socket that is silent and does not answer a probe is given up for a new one', async () => {
  const server = await startStandIn();
  const { connection } = connect(server, { probeEveryMs: 30, probeMs: 30 });
  await isOpen(connection);
  await eventually(() => server.times('clock.read') >= 2);
  expect(server.connections()).toBe(1);
  server.answer('clock.read', () => 'silence');
  await eventually(() => server.connections() === 2);
  expect([connectionTimings.probeEveryMs, connectionTimings.probeMs]).toEqual([15_000, 5_000]);
});

test('SES-36: the token of the welcome is said with the next hello, also on the next visit', async () => {
  localStorage.setItem('vetrina.device', 'token-0');
  const server = await startStandIn();
  const first = connect(server);
  await isOpen(first.connection);
  expect(server.hellos()[0]).toMatchObject({ token: 'token-0' });
  first.connection.close();
  const second = connect(server);
  await isOpen(second.connection);
  expect(server.hellos()[1]).toMatchObject({ token: 'token-1' });
});

test('SES-36: where storage is refused the token lives as long as the page', async () => {
  const refuse = () => {
    throw new DOMException('no storage here', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  const server = await startStandIn();
  server.answer('session.hello', () => ({ body: welcome({ token: 'token-2' }) }));
  const { connection } = connect(server);
  await isOpen(connection);
  server.cut();
  await eventually(() => server.hellos().length === 2);
  expect(server.hellos()[1]).toMatchObject({ token: 'token-2' });
});

test('SES-37: a waiting client connects at once when the network is back', async () => {
  const window = fakeWindow();
  const server = await startStandIn();
  const { connection } = connect(server, { delaysMs: [60_000] });
  await isOpen(connection);
  server.cut();
  await eventually(() => connection.status.value === 'reconnecting');
  window.dispatchEvent(new Event('online'));
  expect(await isOpen(connection)).toBe(true);
});

test('SES-37: an open socket must prove itself when the network changed', async () => {
  const window = fakeWindow();
  const server = await startStandIn();
  const { connection } = connect(server, { networkProbeMs: 30 });
  await isOpen(connection);
  window.dispatchEvent(new Event('online'));
  await eventually(() => server.times('clock.read') === 1);
  expect(server.connections()).toBe(1);
  server.answer('clock.read', () => 'silence');
  window.dispatchEvent(new Event('online'));
  await eventually(() => server.connections() === 2);
});

test('NET-31: after a change of network a silent socket is given up sooner than after another wake-up', async () => {
  expect(connectionTimings.networkProbeMs).toBeLessThanOrEqual(750);
  const window = fakeWindow();
  const server = await startStandIn();
  const { connection } = connect(server, { networkProbeMs: 30, wakeProbeMs: 60_000 });
  await isOpen(connection);
  server.answer('clock.read', () => 'silence');
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await eventually(() => server.times('clock.read') === 1);
  expect(server.connections()).toBe(1);
  window.dispatchEvent(new Event('online'));
  await eventually(() => server.connections() === 2);
  expect(server.times('clock.read')).toBe(2);
});

test('SES-37: a closed connection sleeps through a wake-up', async () => {
  const window = fakeWindow();
  const server = await startStandIn();
  const { connection } = connect(server);
  await isOpen(connection);
  connection.close();
  window.dispatchEvent(new Event('online'));
  expect(connection.status.value).toBe('closed');
  expect(server.connections()).toBe(1);
});

test('SES-53: a socket in doubt proves itself or is given up; a new session is begun at once and misses nothing', async () => {
  const server = await startStandIn();
  const { connection, seqs } = connect(server, { wakeProbeMs: 30 });
  await isOpen(connection);
  connection.prove();
  await eventually(() => server.times('clock.read') === 1);
  expect(server.connections()).toBe(1);
  server.tell(renamed(7, 'Sole'));
  await eventually(() => seqs().length === 1);
  server.answer('session.hello', () => ({
    body: welcome({ seq: 8, snapshot: null, missed: [renamed(8, 'Luna')] }),
  }));
  connection.rejoin();
  expect(connection.status.value).toBe('reconnecting');
  await isOpen(connection);
  expect(server.hellos()[1]).toMatchObject({ lastSeq: 7 });
  expect({ seqs: seqs(), connections: server.connections() }).toEqual({ seqs: [7, 8], connections: 2 });
  server.answer('clock.read', () => 'silence');
  connection.prove();
  await eventually(() => server.connections() === 3);
});

test('SES-53: what is not open is neither doubted nor begun anew', async () => {
  const server = await startStandIn();
  const { connection } = connect(server);
  await isOpen(connection);
  connection.close();
  connection.prove();
  connection.rejoin();
  expect(connection.status.value).toBe('closed');
  expect(server.connections()).toBe(1);
});

test('SES-54: another kind of network wakes the page, another estimate of the same does not', async () => {
  fakeWindow();
  const network = Object.assign(new EventTarget(), { type: 'wifi' });
  vi.stubGlobal('navigator', { connection: network });
  const server = await startStandIn();
  const { connection } = connect(server, { networkProbeMs: 1000 });
  await isOpen(connection);
  network.dispatchEvent(new Event('change'));
  network.type = 'cellular';
  network.dispatchEvent(new Event('change'));
  await eventually(() => server.times('clock.read') > 0);
  expect(server.times('clock.read')).toBe(1);
});
