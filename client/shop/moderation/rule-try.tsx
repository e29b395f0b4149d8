// Tries a sentence against the rules as they are typed, with what the server compares them by.
import { useSignal } from '@preact/signals';
import { bannedWord, hasLink } from '../../../shared/moderation.ts';
import { t } from '../../i18n.ts';
import { TextField } from '../parts/texts.tsx';

type Props = { words: string[]; links: boolean };

const verdictOf = (text: string, { words, links }: Props): string => {
  if (!text.trim()) return '';
  const word = bannedWord(text, words);
  if (word !== null) return t('shop.rules.try.word', { word });
  return t(!links && hasLink(text) ? 'shop.rules.try.link' : 'shop.rules.try.passes');
};

export const RuleTry = (props: Props) => {
  const text = useSignal('');
  return (
    <div class="rule-try">
      <TextField
        label={t('shop.rules.try')}
        hint={t('shop.rules.try.hint')}
        value={text.value}
        maxLength={200}
        onInput={(typed) => (text.value = typed)}
      />
      <p role="status" class="small">
        {verdictOf(text.value, props)}
      </p>
    </div>
  );
};
