// What a member holds back, and what the stage notices of a host that sends nothing. Real workers, real packets.
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from '../../server/log.ts';
import { Pool } from '../../server/media/pool.ts';
import { Stage } from '../../server/media/stage.ts';
import { endless } from '../helpers/uplink.ts';
import { eventually } from '../helpers/eventually.ts';
import { listening, peerCapabilities, publishOn, receiveOn } from '../helpers/media.ts';

const log = openLog('silent');

const openStage = async () => {
  const pool = await Pool.start({ workers: 1, listenAddress: '127.0.0.1', basePort: 0, log });
  const stage = new Stage({ pool, log, uplink: endless() });
  onTestFinished(async () => {
    stage.close();
    await pool.close();
  });
  const sender = await publishOn(stage.join(listening()));
  onTestFinished(() => sender.close());
  sender.start();
  return stage;
};

const watch = async (stage: Stage) => {
  const endpoint = stage.join(listening());
  const offer = await endpoint.open('receive');
  const consumers = await endpoint.watch(peerCapabilities(offer.routerRtpCapabilities));
  const receiver = await receiveOn(endpoint, offer, consumers);
  onTestFinished(() => receiver.close());
  const more = (kind: 'audio' | 'video') => {
    const before = receiver.packets(kind);
    return eventually(() => receiver.packets(kind) > before + 20);
  };
  return { endpoint, receiver, more, video: consumers.find(({ kind }) => kind === 'video')!.id };
};

test('MED-21 a paused video is not sent to that member, whose sound goes on, and the others notice nothing', async () => {
  const stage = await openStage();
  const [ada, bea] = [await watch(stage), await watch(stage)];
  await Promise.all([ada.more('video'), bea.more('video')]);
  await ada.endpoint.pause([ada.video, 'never-heard-of', bea.video]);
  const sent = ada.receiver.packets('video');
  await Promise.all([ada.more('audio'), bea.more('video')]);
  // What was on its way may still come in.
  expect(ada.receiver.packets('video')).toBeLessThan(sent + 20);
  await ada.endpoint.resume([ada.video]);
  await ada.more('video');
});

test('MED-21 pausing without a transport does no harm', async () => {
  const stage = await openStage();
  await stage.join(listening()).pause(['x']);
});
