// The bytes of feedback on each packet, read back.
import { expect, test } from 'vitest';
import { Feedback, numberOf } from './transport-cc.ts';

const packet = (number: number) =>
  Buffer.from([
    ...[0x90, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7],
    ...[0xbe, 0xde, 0, 2, 0x10, 0x30, 0x51, number >> 8, number & 0xff, 0, 0, 0],
  ]);

test('a packet’s transport-wide number is read where it has one', () => {
  expect(numberOf(packet(0xabcd), 5)).toBe(0xabcd);
  expect(numberOf(packet(0xabcd), 4)).toBeNull();
  expect(numberOf(Buffer.from([0x80, ...Array(11).fill(0)]), 5)).toBeNull();
});

test('what came, what did not, and when, over the end of the numbers', () => {
  const feedback = new Feedback();
  expect(feedback.take(7)).toBeNull();
  for (const [number, at] of [
    [0xfffe, 640],
    [0xffff, 645],
    [1, 745],
  ] as const)
    feedback.arrived(number, at);
  const rtcp = feedback.take(7)!;
  expect(rtcp.length % 4).toBe(0);
  expect([rtcp[0], rtcp[1], rtcp.readUInt16BE(2)]).toEqual([0x8f, 205, rtcp.length / 4 - 1]);
  expect([rtcp.readUInt32BE(8), rtcp.readUInt16BE(12), rtcp.readUInt16BE(14)]).toEqual([7, 0xfffe, 4]);
  expect([rtcp.readUIntBE(16, 3), rtcp[19]]).toEqual([10, 0]);
  // Two soon, one missing, one later.
  expect([20, 22, 24].map((at) => rtcp.readUInt16BE(at))).toEqual([0x2002, 0x0001, 0x4001]);
  expect([rtcp[26], rtcp[27], rtcp.readInt16BE(28)]).toEqual([0, 20, 400]);
  feedback.arrived(3, 800);
  const next = feedback.take(7)!;
  expect([next.readUInt16BE(12), next.readUInt16BE(14), next[19]]).toEqual([2, 2, 1]);
});
