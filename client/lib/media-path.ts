// The way that the media takes between this browser and the shop: read from getStats() reports, and forced for tests and
// for whoever looks for a fault: `?path=relay`, `?path=tcp` or `?path=none` in the page's address. Pure. Rules: MED-46, MED-47.
// Source: https://www.w3.org/TR/webrtc-stats/ (candidate-pair, local-candidate, transport)
import type { ViewerPath } from '../../shared/checkup.ts';
import type { MediaView } from '../../shared/media.ts';

type Entry = Record<string, unknown>;
/** An RTCStatsReport, or its recorded values. */
export type Report = { values(): Iterable<unknown> };

/** `relay-…`: through a TURN server, which is reached by that protocol. */
export type MediaPath = Exclude<ViewerPath, 'none'>;

const named = (entries: readonly Entry[], id: unknown): Entry | undefined =>
  entries.find((entry) => entry.id === id);

/** The pair that carries the media: named by the transport, or the nominated one where there is no transport entry. */
export const selectedPair = (entries: readonly Entry[]): Entry | undefined => {
  const transport = entries.find((entry) => entry.type === 'transport' && entry.selectedCandidatePairId);
  return (
    named(entries, transport?.selectedCandidatePairId) ??
    entries.find(
      (entry) => entry.type === 'candidate-pair' && entry.nominated === true && entry.state === 'succeeded',
    )
  );
};

/** Null before there is one, or where the browser does not say. */
export const pathOf = (entries: readonly Entry[]): MediaPath | null => {
  const local = named(entries, selectedPair(entries)?.localCandidateId);
  if (!local) return null;
  if (local.candidateType !== 'relay') return local.protocol === 'tcp' ? 'tcp' : 'udp';
  return local.relayProtocol === 'tls' || local.relayProtocol === 'tcp'
    ? `relay-${local.relayProtocol}`
    : 'relay-udp';
};

const forcible = ['relay', 'tcp', 'none'] as const;

/** What the page's address asks for; null: whatever works, UDP first. */
export const forcedPath = (
  search = typeof location === 'undefined' ? '' : location.search,
): (typeof forcible)[number] | null => {
  const asked = new URLSearchParams(search).get('path');
  return forcible.find((path) => path === asked) ?? null;
};

/** What a transport of mediasoup-client is made with. */
export const transportOptions = ({ transport, iceServers }: MediaView, forced = forcedPath()) => {
  if (forced === 'relay') return { ...transport, iceServers, iceTransportPolicy: 'relay' as const };
  if (forced !== 'tcp') return { ...transport, iceServers };
  const iceCandidates = transport.iceCandidates.filter(({ protocol }) => protocol === 'tcp');
  return { ...transport, iceCandidates, iceServers: [] };
};
