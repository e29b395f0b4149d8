// The stream doctor: what arrives at the shop, green or red, with what to do about it; and the way on air for an encoder's
// picture, which no page of ours sends. Rules: STU-90.
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { examine, type Finding } from '../../shared/stream-doctor.ts';
import type { StreamFacts, VideoFacts } from '../../shared/stream.ts';
import { formatLocale, t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import type { Broadcast } from './broadcast.ts';
import { Doctor } from './doctor.ts';

type Props = { broadcast: Broadcast };

const number = (value: number, digits = 0): string =>
  value.toLocaleString(formatLocale(), { maximumFractionDigits: digits });

const codecText = ({ codec, profile, bFrames }: VideoFacts): string =>
  [codec, profile, bFrames === null ? null : t(bFrames ? 'doctor.with' : 'doctor.without')]
    .filter((part) => part !== null)
    .join(', ');

const rateText = ({ kbps, layers }: VideoFacts): string => {
  const rate = `${number(kbps)} kbit/s`;
  return layers > 1 ? t('doctor.layers', { rate, count: number(layers) }) : rate;
};

const keyFrameText = ({ answersRequests, keyFrameEveryMs }: VideoFacts): string =>
  answersRequests
    ? t('doctor.asked')
    : t('doctor.every', { seconds: number((keyFrameEveryMs ?? 0) / 1000, 1) });

const valueOf = (about: Finding['about'], { video, audio }: StreamFacts): string => {
  if (about === 'sound') return audio ? `${number(audio.kbps)} kbit/s` : t('doctor.none');
  if (!video) return t('doctor.none');
  const values = {
    codec: codecText(video),
    size: `${video.width} × ${video.height}`,
    fps: number(video.fps ?? 0, 1),
    rate: rateText(video),
    keyFrames: keyFrameText(video),
    loss: `${number(video.lost * 100, 1)} %`,
  };
  return values[about];
};

const tones = { good: 'ok', fair: 'warn', bad: 'bad' } as const;
const verdictIcons = { good: 'circle-check', fair: 'circle-alert', bad: 'circle-alert' } as const;

const Line = ({ finding: { about, verdict, why }, stream }: { finding: Finding; stream: StreamFacts }) => (
  <li class={`finding ${tones[verdict]}`} data-about={about} data-verdict={verdict}>
    <Icon name={verdictIcons[verdict]} />
    <div>
      <p>
        <span class="visually-hidden">{t(`doctor.verdict.${verdict}`)}: </span>
        {t(`doctor.${about}`)}: <strong class="numbers">{valueOf(about, stream)}</strong>
      </p>
      {why && <p class="small">{t(`doctor.why.${why}`)}</p>}
    </div>
  </li>
);

/** An encoder only sends: the host says when the show begins, rests and goes on. */
const OnAir = ({ broadcast }: Props) => {
  const show = broadcast.show.value;
  const isPaused = Boolean(show?.pausedAt);
  if (broadcast.mayBroadcast.value !== true || (show?.state === 'away' && !isPaused)) return null;
  if (show?.state === 'live')
    return (
      <button
        type="button"
        class="button"
        data-testid="pause-encoder"
        disabled={broadcast.phase.value === 'pausing'}
        onClick={() => void broadcast.togglePause()}
      >
        <Icon name="pause" />
        {t('studio.pause')}
      </button>
    );
  return (
    <>
      <p>{t(isPaused ? 'doctor.encoder.paused' : 'doctor.encoder.ready')}</p>
      <button
        type="button"
        class="button primary"
        data-testid="go-live-encoder"
        onClick={() => void broadcast.startEncoder()}
      >
        {t(isPaused ? 'studio.goOn' : 'doctor.encoder.goLive')}
      </button>
    </>
  );
};

export const useDoctor = ({ connection, encoder }: Broadcast): Doctor => {
  const doctor = useMemo(() => new Doctor(connection), [connection]);
  useEffect(() => doctor.watch(), [doctor]);
  useSignalEffect(() => void (encoder.value = doctor.stream.value?.by === 'encoder'));
  return doctor;
};

export const DoctorPanel = ({ broadcast, doctor }: Props & { doctor: Doctor }) => {
  const isOpen = useSignal(false);
  const findings = useComputed(() => (doctor.stream.value ? examine(doctor.stream.value) : []));
  const stream = doctor.stream.value;

  const look = (open: boolean): void => {
    isOpen.value = open;
    doctor.closely.value = open;
    if (open) void doctor.ask();
  };

  return (
    <section class="card panel" aria-labelledby="doctor-heading" data-testid="stream-doctor">
      <h2 id="doctor-heading">{t('doctor.title')}</h2>
      <p data-by={stream?.by ?? 'nobody'}>{t(stream ? `doctor.by.${stream.by}` : 'doctor.nothing')}</p>
      {stream?.by === 'encoder' && <OnAir broadcast={broadcast} />}
      {stream && (
        <details
          class="numbers-list"
          open={isOpen.value}
          onToggle={(event) => look(event.currentTarget.open)}
        >
          <summary>{t('doctor.look')}</summary>
          <ul class="findings">
            {findings.value.map((finding) => (
              <Line key={finding.about} finding={finding} stream={stream} />
            ))}
          </ul>
          {stream.video?.width === null && <p class="small quiet">{t('doctor.looking')}</p>}
        </details>
      )}
    </section>
  );
};
