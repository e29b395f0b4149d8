// Where the host stands: every combination that a host can meet has one word.
import { describe, expect, test } from 'vitest';
import { clockText, isOnAir, phaseOf, type Circumstances, type Phase } from '../../../client/studio/phase.ts';
import type { ShowState, ShowView } from '../../../shared/model.ts';

const show = (state: ShowState): ShowView => ({
  id: 'show_1',
  state,
  startedAt: 0,
  awayAt: null,
  pausedAt: null,
  endedAt: null,
});
const calm: Circumstances = { show: null, sending: 'idle', connected: true, hasCamera: true, intent: 'none' };

describe('the phase', () => {
  const cases: [string, Partial<Circumstances>, Phase][] = [
    ['before the first show', {}, 'off'],
    ['after a show', { show: show('ended') }, 'off'],
    ['after a show, still sending', { show: show('ended'), sending: 'sending' }, 'off'],
    ['going live', { intent: 'starting' }, 'starting'],
    ['sending, not yet started', { intent: 'starting', sending: 'sending', show: show('ended') }, 'starting'],
    ['live', { show: show('live'), sending: 'sending' }, 'live'],
    ['sending again before the show knows', { show: show('away'), sending: 'sending' }, 'live'],
    ['live without a camera', { show: show('away'), sending: 'sending', hasCamera: false }, 'pictureless'],
    ['media lost', { show: show('live'), sending: 'interrupted' }, 'interrupted'],
    ['socket lost', { show: show('live'), sending: 'sending', connected: false }, 'interrupted'],
    ['found open in a new tab', { show: show('away') }, 'away'],
    ['refused after an interruption', { show: show('live'), sending: 'refused' }, 'elsewhere'],
    ['live on another device', { show: show('live') }, 'elsewhere'],
    ['coming back after a reload', { show: show('away'), intent: 'resuming' }, 'resuming'],
    ['paused by the host', { show: { ...show('away'), pausedAt: 5 } }, 'paused'],
    [
      'refused because it is paused',
      { show: { ...show('away'), pausedAt: 5 }, sending: 'refused' },
      'paused',
    ],
    ['going on after a pause', { show: { ...show('away'), pausedAt: 5 }, intent: 'starting' }, 'starting'],
    ['pausing', { show: show('live'), sending: 'sending', intent: 'pausing' }, 'pausing'],
    ['ending', { show: show('live'), sending: 'sending', intent: 'ending' }, 'ending'],
  ];

  test.each(cases)('STU-40 %s', (_name, part, phase) => {
    expect(phaseOf({ ...calm, ...part })).toBe(phase);
  });

  test('STU-41 leaving the page is asked about only while viewers would feel it', () => {
    const phases: Phase[] = [
      'off',
      'starting',
      'resuming',
      'live',
      'pictureless',
      'interrupted',
      'away',
      'paused',
      'elsewhere',
      'pausing',
      'ending',
    ];
    expect(phases.filter(isOnAir)).toEqual(['live', 'pictureless', 'interrupted', 'pausing', 'ending']);
  });
});

test('STU-42 the clock never changes its width and never runs below zero', () => {
  expect([-500, 0, 59_999, 3_661_000, 360_000_000].map(clockText)).toEqual([
    '00:00:00',
    '00:00:00',
    '00:00:59',
    '01:01:01',
    '100:00:00',
  ]);
});
