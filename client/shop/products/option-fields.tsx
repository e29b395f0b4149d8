// A product's options: up to three names, and the field that makes rows of their values. Needs icons `plus`, `trash-2`.
import { useSignal } from '@preact/signals';
import { t, tn } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../parts/texts.tsx';
import { numberText } from '../parts/words.ts';
import { mostOptions, newRows, valuesIn, withCombinations, withOption, withoutOption } from './combine.ts';
import type { Draft, Wrong } from './draft.ts';

type Props = { draft: Draft; wrong: Wrong; set: (change: Partial<Draft>) => void };

export const wrongText = (wrong: Wrong, field: string): string | null => {
  const kind = wrong[field];
  return kind ? t(`shop.wrong.${kind}`) : null;
};

export const OptionFields = ({ draft, wrong, set }: Props) => {
  const more = useSignal<string[]>([]);
  const lists = draft.options.map((_, at) => valuesIn(more.value[at] ?? ''));
  const made = newRows(draft, lists);
  return (
    <div class="part">
      {draft.options.map((name, at) => (
        <div class="option-row" key={at}>
          <TextField
            label={t('shop.option.name', { number: numberText(at + 1) })}
            value={name}
            maxLength={30}
            wrong={wrongText(wrong, `option${at}`)}
            onInput={(text) =>
              set({ options: draft.options.map((each, place) => (place === at ? text : each)) })
            }
          />
          <TextField
            label={t('shop.option.more')}
            hint={t('shop.option.more.hint')}
            value={more.value[at] ?? ''}
            onInput={(text) => {
              const next = [...more.value];
              next[at] = text;
              more.value = next;
            }}
          />
          <button
            type="button"
            class="button bare"
            aria-label={t('shop.option.remove', { name: name || numberText(at + 1) })}
            onClick={() => set(withoutOption(draft, at))}
          >
            <Icon name="trash-2" />
          </button>
        </div>
      ))}
      <div class="actions">
        {draft.options.length < mostOptions && (
          <button type="button" class="button" onClick={() => set(withOption(draft, ''))}>
            <Icon name="plus" />
            {t('shop.option.add')}
          </button>
        )}
        {made > 0 && lists.some((values) => values.length > 0) && (
          <button
            type="button"
            class="button"
            onClick={() => {
              set(withCombinations(draft, lists));
              more.value = [];
            }}
          >
            {tn('shop.option.make', made)}
          </button>
        )}
      </div>
    </div>
  );
};
