// In the picture's place for who helps but may not broadcast: what this page is for, and where the picture is.
import { t } from '../i18n.ts';
import type { Broadcast } from './broadcast.ts';
import { StatusLine } from './status-line.tsx';

export const Helping = ({ broadcast }: { broadcast: Broadcast }) => (
  <section class="stage" aria-label={t('studio.title')}>
    <div class="card panel helping">
      <h2>{t('studio.helper')}</h2>
      <p>{t('studio.helper.help')}</p>
      <a class="button" href={`/r/${broadcast.room}`} target="_blank" rel="noopener">
        {t('studio.toRoom')} <span class="visually-hidden">{t('studio.newTab')}</span>
      </a>
    </div>
    <div class="bar">
      <StatusLine broadcast={broadcast} />
    </div>
  </section>
);
