// The quiet line on top of home, sign-in and back office: where am I, which language.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n.ts';
import { LanguageSwitch } from './language-switch.tsx';

type Props = { children?: ComponentChildren };

export const PageHeader = ({ children }: Props) => (
  <header class="page-header">
    <a class="skip-link" href="#content">
      {t('common.skip')}
    </a>
    <a class="brand" href="/">
      {t('common.shopWindow')}
    </a>
    <div class="page-header-end">
      {children}
      <LanguageSwitch />
    </div>
  </header>
);
