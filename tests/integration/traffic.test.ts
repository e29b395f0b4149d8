// What a worker's traffic is said to be, with real packets over it.
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from '../../server/log.ts';
import { Pool } from '../../server/media/pool.ts';
import { Stage } from '../../server/media/stage.ts';
import { eventually } from '../helpers/eventually.ts';
import { listening, publishOn, watchOn } from '../helpers/media.ts';
import { endless } from '../helpers/uplink.ts';

test('OPS-76 what is sent and received is counted while it flows, and gone with the room', async () => {
  const pool = await Pool.start({
    ...{ workers: 1, listenAddress: '127.0.0.1', basePort: 0, log: openLog('silent') },
  });
  onTestFinished(() => pool.close());
  const stage = new Stage({ pool, log: openLog('silent'), uplink: endless() });
  const { traffic } = pool.workers[0]!;
  expect(await traffic.rates()).toEqual({ inBits: 0, outBits: 0, inLoss: 0, outLoss: 0 });
  const sender = await publishOn(stage.join(listening()));
  onTestFinished(() => sender.close());
  sender.start();
  const receivers = await Promise.all([0, 1].map(() => watchOn(stage.join(listening()))));
  for (const receiver of receivers) onTestFinished(() => receiver.close());
  await eventually(async () => {
    const { inBits, outBits } = await traffic.rates();
    // Two get what one sends.
    return inBits > 10_000 && outBits > inBits * 1.5 && outBits < inBits * 2.5;
  }, 15_000);
  expect(traffic.counts()).toMatchObject({
    producers: { audio: 1, video: 1 },
    consumers: { audio: 2, video: 2 },
    ways: { udp: 3, tcp: 0, none: 0 },
  });
  const [usage] = await pool.usage();
  expect(usage!.rssKb).toBeGreaterThan(1000);
  expect(usage!.rssKb).toBeLessThan(usage!.maxRssKb * 1.5);
  stage.close();
  await eventually(() => traffic.counts().consumers.video === 0);
  expect(traffic.counts()).toMatchObject({
    producers: { audio: 0, video: 0 },
    ways: { udp: 0, tcp: 0, none: 0 },
  });
});
