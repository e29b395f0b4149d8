// The requests of a receipt. Its secret is the whole permission and goes into a header, never into an address.
// Throws ApiError. Rule: CLI-51.
import type { Forgotten, PersonalData, ReceiptView } from '../../shared/shop-api.ts';
import { refusal, unreached } from '../lib/api.ts';

const patienceMs = 15_000;

const ask = async <Reply>(
  secret: string,
  path: string,
  init: { method: string; headers?: Record<string, string> },
): Promise<Reply> => {
  const response = await fetch(`/api/receipt${path}`, {
    ...init,
    credentials: 'omit',
    cache: 'no-store',
    headers: { accept: 'application/json', authorization: `Bearer ${secret}`, ...init.headers },
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw unreached(error);
  });
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Reply;
};

export const readReceipt = (secret: string): Promise<ReceiptView> => ask(secret, '', { method: 'GET' });

/** Cancelling is asked under one key for each receipt: asked again it is done once. */
export const cancelReceipt = (secret: string, reservationId: string): Promise<ReceiptView> =>
  ask(secret, '/cancel', { method: 'POST', headers: { 'idempotency-key': `cancel-${reservationId}` } });

export const readMyData = (secret: string): Promise<PersonalData> => ask(secret, '/data', { method: 'GET' });
export const deleteMyData = (secret: string): Promise<Forgotten> =>
  ask(secret, '/data', { method: 'DELETE' });
