// The parts of one page as links in a row, each with an address of its own. Where they do not fit, the shown one is in sight.
import { useEffect, useRef } from 'preact/hooks';

type Tab = { label: string; href: string; isShown: boolean };

export const Tabs = ({ label, tabs }: { label: string; tabs: Tab[] }) => {
  const row = useRef<HTMLElement>(null);
  const shown = tabs.find(({ isShown }) => isShown)?.href;
  useEffect(() => {
    row.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  return (
    <nav ref={row} class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} {...(tab.isShown && { 'aria-current': 'page' })}>
          {tab.label}
        </a>
      ))}
    </nav>
  );
};
