import { signal } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import { Doctor } from '../../../client/studio/doctor.ts';
import type { Connection } from '../../../client/lib/connection.ts';
import type { StreamFacts } from '../../../shared/stream.ts';

const stream: StreamFacts = { by: 'encoder', video: null, audio: { kbps: 96 } };

const opened = (answer: () => Promise<unknown>) => {
  const status = signal('open');
  const asked: unknown[] = [];
  const request = (type: string, body: unknown) => {
    asked.push([type, body]);
    return answer();
  };
  return { status, asked, doctor: new Doctor({ request, status } as unknown as Connection) };
};

afterEach(() => vi.unstubAllGlobals());

test('STU-94 a close look is asked for only while the panel is open', async () => {
  vi.stubGlobal('document', { hidden: false });
  const { asked, doctor } = opened(() => Promise.resolve({ stream }));
  await doctor.ask();
  doctor.closely.value = true;
  await doctor.ask();
  expect(asked).toEqual([
    ['stream.examine', { closely: false }],
    ['stream.examine', { closely: true }],
  ]);
  expect(doctor.stream.value).toEqual(stream);
});

test('STU-94 nothing is asked from a hidden page or without a line, and a failure leaves nothing old', async () => {
  vi.stubGlobal('document', { hidden: true });
  const hidden = opened(() => Promise.resolve({ stream }));
  await hidden.doctor.ask();
  vi.stubGlobal('document', { hidden: false });
  hidden.status.value = 'reconnecting';
  await hidden.doctor.ask();
  expect(hidden.asked).toEqual([]);
  const failing = opened(() => Promise.reject(new Error('gone')));
  failing.doctor.stream.value = stream;
  await failing.doctor.ask();
  expect(failing.doctor.stream.value).toBeNull();
});
