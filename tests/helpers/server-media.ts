// What mediasoup holds inside this process, for tests that break it behind the server's back. Call before the app starts.
import { observer } from 'mediasoup';
import type { Consumer, Transport, Worker } from 'mediasoup/types';
import { onTestFinished } from 'vitest';

export const spyOnMedia = () => {
  const transports: Transport[] = [];
  const consumers: Consumer[] = [];
  const owners = new Map<Consumer, Transport>();
  const onTransport = (transport: Transport) => {
    transports.push(transport);
    transport.observer.on('newconsumer', (consumer) => {
      consumers.push(consumer);
      owners.set(consumer, transport);
    });
  };
  const onWorker = (worker: Worker) =>
    worker.observer.on('newrouter', (router) => router.observer.on('newtransport', onTransport));
  observer.on('newworker', onWorker);
  onTestFinished(() => void observer.off('newworker', onWorker));
  return { transports, consumers, transportOf: (consumer: Consumer) => owners.get(consumer)! };
};
