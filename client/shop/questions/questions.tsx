// Questions: what was wanted and not had, and the answers that are given again.
import { t } from '../../i18n.ts';
import { Page } from '../parts/page.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { Answers } from './answers.tsx';
import { Demand } from './demand.tsx';

const tabs = ['demand', 'answers'] as const;

export const Questions = ({ rest }: { rest: string[] }) => {
  const tab = tabs.find((each) => each === rest[0]) ?? 'demand';
  return (
    <Page title={t('shop.nav.questions')}>
      <Tabs
        label={t('shop.nav.questions')}
        tabs={tabs.map((each) => ({
          label: t(`shop.questions.${each}`),
          href: each === 'demand' ? '/shop/questions' : `/shop/questions/${each}`,
          isShown: each === tab,
        }))}
      />
      {tab === 'demand' ? <Demand /> : <Answers />}
    </Page>
  );
};
