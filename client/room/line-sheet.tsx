// How much picture, and by which way it comes: one tap saves battery and data; the rest is for who looks. Loaded with the
// sheets (counter.tsx). Rules: MED-52, MED-53, MED-47.
import { useId } from 'preact/hooks';
import type { Key } from '../../shared/i18n/index.ts';
import { locale, t } from '../i18n.ts';
import type { Subscriber } from '../lib/subscriber.ts';
import { Icon } from '../ui/icon.tsx';
import type { Visit } from './visit.ts';

export const LineButton = ({ visit }: { visit: Visit }) =>
  visit.media.value && visit.connection.status.value !== 'closed' ? (
    <button
      type="button"
      class="button over icon-only"
      data-testid="picture-options"
      aria-haspopup="dialog"
      aria-label={t('line.title')}
      title={t('line.title')}
      onClick={() => visit.sheets.open({ kind: 'line' })}
    >
      <Icon name="settings-2" />
    </button>
  ) : null;

export const LineSheet = ({ visit }: { visit: Visit }) => {
  const media = visit.media.value;
  return (
    <>
      {media && <Savings media={media} />}
      <Facts visit={visit} />
    </>
  );
};

const Savings = ({ media }: { media: Subscriber }) => {
  const name = useId();
  const { saving, savings, began } = media.saver;
  return (
    <fieldset class="savings">
      <legend>{t('line.much')}</legend>
      {savings.map((each) => (
        <label key={each} class="saving">
          <input
            type="radio"
            name={name}
            data-saving={each}
            checked={saving.value === each}
            onChange={() => media.saver.choose(each)}
          />
          <span class="word">
            {t(`line.${each}`)}
            <span class="small quiet">{t(`line.${each}.hint`)}</span>
          </span>
        </label>
      ))}
      {began && saving.value === 'smaller' && <p class="small quiet">{t('line.deviceSaves')}</p>}
    </fieldset>
  );
};

const pathKey = (visit: Visit): Key => {
  const { picture } = visit.player;
  if (picture.value === 'photo' || picture.value === 'crowded') return 'line.path.photo';
  const path = visit.media.value?.path.value;
  return path && picture.value !== 'failed' ? `line.path.${path}` : 'line.path.none';
};

const Facts = ({ visit }: { visit: Visit }) => {
  const { delay, size } = visit.player;
  const { width, height } = size.value;
  const seconds = ((delay.value?.ms ?? 0) / 1000).toLocaleString(locale.value, { maximumFractionDigits: 2 });
  return (
    <dl class="line-facts">
      <div data-testid="media-path" data-path={visit.media.value?.path.value ?? ''}>
        <dt>{t('line.way')}</dt>
        <dd>{t(pathKey(visit))}</dd>
      </div>
      {delay.value && (
        <div>
          <dt>{t('line.delay')}</dt>
          <dd class="numbers">{t('line.delay.value', { seconds })}</dd>
        </div>
      )}
      {width > 0 && (
        <div>
          <dt>{t('line.size')}</dt>
          <dd class="numbers">{t('line.size.value', { width, height })}</dd>
        </div>
      )}
    </dl>
  );
};
