// The frame of each page of the back office: its heading, what can be done there, and the way back. Sets the window's title.
// Needs icon `arrow-left`.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';

type Props = {
  title: string;
  /** The page that this one belongs to. */
  back?: { href: string; label: string };
  actions?: ComponentChildren;
  children: ComponentChildren;
};

export const Page = ({ title, back, actions, children }: Props) => {
  useEffect(() => {
    document.title = `${title} · ${t('common.shopWindow')}`;
  });
  return (
    <>
      <div class="page-top">
        <div class="page-title">
          {back && (
            <a class="back" href={back.href}>
              <Icon name="arrow-left" />
              {back.label}
            </a>
          )}
          <h1 tabIndex={-1}>{title}</h1>
        </div>
        {actions && <div class="actions page-actions">{actions}</div>}
      </div>
      {children}
    </>
  );
};
