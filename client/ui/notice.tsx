// What happened, what was kept, what to do: a framed sentence in the page, with its ways out as children.
// `bad` and `warn` are read out at once; the code for whoever helps comes last and small.
// Needs icons `circle-alert`, `info`, `circle-check`.
import type { ComponentChildren } from 'preact';
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';

export type NoticeKind = 'info' | 'ok' | 'warn' | 'bad';
type Props = { kind?: NoticeKind; title?: string; code?: string | undefined; children?: ComponentChildren };

const icons: Record<NoticeKind, string> = {
  info: 'info',
  ok: 'circle-check',
  warn: 'circle-alert',
  bad: 'circle-alert',
};

export const Notice = ({ kind = 'info', title, code, children }: Props) => (
  <div class={`notice ${kind}`} {...(kind === 'bad' || kind === 'warn' ? { role: 'alert' } : {})}>
    <Icon name={icons[kind]} />
    {title && <strong>{title}</strong>}
    {children}
    {code && <p class="code quiet">{t('common.code', { code })}</p>}
  </div>
);
