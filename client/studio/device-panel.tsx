// Which camera, which microphone, and whether we hear the host.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n.ts';
import type { Trouble } from '../lib/device-troubles.ts';
import type { DeviceKind, DeviceView } from '../lib/devices.ts';
import { MicMeter, type Hearing } from '../lib/mic-meter.ts';
import { announce } from '../ui/live-region.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { toast } from '../ui/toast.tsx';
import type { Broadcast } from './broadcast.ts';

type Props = { broadcast: Broadcast };
type TroubleOfBoth = 'denied' | 'insecure' | 'in_app' | 'unsupported';

const labelOf = (kind: DeviceKind, device: DeviceView, index: number): string =>
  device.label || t(kind === 'camera' ? 'studio.cameraN' : 'studio.microphoneN', { n: index + 1 });

const DevicePicker = ({ broadcast, kind }: Props & { kind: DeviceKind }) => {
  const slot = broadcast.devices[kind];
  const choices = slot.choices.value;
  const track = slot.track.value;
  const chosen = track?.getSettings().deviceId ?? '';

  const choose = async (id: string): Promise<void> => {
    if (!id) return;
    if (await broadcast.chooseDevice(kind, id)) toast(t('studio.notSwitched'), 'bad');
  };

  return (
    <Field label={t(`studio.${kind}`)}>
      {(ties) => (
        <select
          {...ties}
          class="input"
          data-testid={`${kind}-picker`}
          value={chosen}
          disabled={choices.length === 0}
          onChange={(event) => void choose(event.currentTarget.value)}
        >
          {!track && (
            <option value="">{t(choices.length === 0 ? 'studio.noneFound' : 'common.choose')}</option>
          )}
          {choices.map((device, index) => (
            <option key={device.id} value={device.id}>
              {labelOf(kind, device, index)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
};

/** By button or key: what came of it is told in words. */
export const flipCamera = async (broadcast: Broadcast): Promise<void> => {
  if (await broadcast.devices.flip()) return toast(t('studio.notSwitched'), 'bad');
  announce(t('studio.flipped', { label: broadcast.devices.camera.track.peek()?.label ?? '' }));
};

const useMicMeter = (track: MediaStreamTrack | null) => {
  const meter = useSignal<MicMeter | null>(null);
  useEffect(() => {
    if (!track) return;
    const made = new MicMeter(track);
    meter.value = made;
    return () => {
      meter.value = null;
      made.close();
    };
  }, [track]);
  return meter.value;
};

const hearingOf = (meter: MicMeter | null, muted: boolean): Hearing | 'muted' =>
  muted ? 'muted' : (meter?.hearing.value ?? 'unknown');

const MicLevel = ({ broadcast }: Props) => {
  const meter = useMicMeter(broadcast.devices.microphone.track.value);
  const muted = broadcast.muted.value;
  const hearing = hearingOf(meter, muted);
  const level = meter && !muted ? meter.level.value : 0;
  return (
    <div class="mic-level" data-testid="mic-meter" data-hearing={hearing} data-level={level.toFixed(2)}>
      <div class="mic-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${level.toFixed(3)})` }} />
      </div>
      <p class="small">
        <span class="visually-hidden">{t('studio.meter')}: </span>
        {t(`studio.hearing.${hearing}`)}
      </p>
    </div>
  );
};

/** Troubles that concern both devices: said once, in the picture's place. */
const isForBoth = (trouble: Trouble | null): trouble is TroubleOfBoth =>
  trouble === 'denied' || trouble === 'insecure' || trouble === 'in_app' || trouble === 'unsupported';

const MicTrouble = ({ broadcast }: Props) => {
  const trouble = broadcast.devices.microphone.trouble.value;
  if (!trouble || isForBoth(trouble)) return null;
  return (
    <Notice kind="warn" title={t(`studio.trouble.microphone.${trouble}`)}>
      <p>{t(`studio.trouble.microphone.${trouble}.help`)}</p>
    </Notice>
  );
};

export const DevicePanel = ({ broadcast }: Props) => {
  const { camera, microphone } = broadcast.devices;
  if (isForBoth(camera.trouble.value)) return null;
  if (!broadcast.devicesAsked.value) {
    return <section class="card panel skeleton device-skeleton" aria-hidden="true" />;
  }
  return (
    <section class="card panel" aria-labelledby="devices-heading">
      <h2 id="devices-heading">{t('studio.devices')}</h2>
      <DevicePicker broadcast={broadcast} kind="camera" />
      <DevicePicker broadcast={broadcast} kind="microphone" />
      {microphone.track.value && <MicLevel broadcast={broadcast} />}
      <MicTrouble broadcast={broadcast} />
    </section>
  );
};
