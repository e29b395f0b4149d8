// Without a DOM: what the component would draw.
import type { VNode } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toast, Toasts } from '../../client/ui/toast.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
});

type Drawn = VNode<{ children: VNode<{ children: string }>[] }>;
const shown = (): string[] => {
  const { children } = Toasts().props as { children: Drawn[] };
  return children.map(({ props }) => props.children[0]!.props.children);
};

test('QNA-21: what is said of the same thing replaces what was said before, other things stay', () => {
  toast('Sent', 'ok', 'own question');
  toast('Reserved', 'ok');
  toast('On camera', 'ok', 'own question');
  expect(shown()).toEqual(['Reserved', 'On camera']);
  toast('Cancelled', 'ok');
  expect(shown()).toEqual(['Reserved', 'On camera', 'Cancelled']);
  toast('Reserved', 'ok');
  expect(shown()).toEqual(['On camera', 'Cancelled', 'Reserved']);
});
