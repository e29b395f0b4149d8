// What the shop keeps about the holder: saved as a file, or deleted after a question. Rules: IDN-22, IDN-23.
import { useState } from 'preact/hooks';
import type { Forgotten } from '../../shared/shop-api.ts';
import { t } from '../i18n.ts';
import { toast } from '../ui/toast.tsx';
import { AskFirst, attempt } from './ask-first.tsx';
import { deleteMyData, readMyData } from './receipt-api.ts';

type Props = { secret: string; onForgotten: (forgotten: Forgotten) => void };

const save = (data: object): void => {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'vetrina.json';
  link.click();
  URL.revokeObjectURL(url);
};

export const MyData = ({ secret, onForgotten }: Props) => {
  const [busy, setBusy] = useState(false);

  const download = async () => {
    setBusy(true);
    await attempt(async () => {
      save(await readMyData(secret));
      toast(t('receipt.data.saved'), 'ok');
    });
    setBusy(false);
  };

  return (
    <section class="my-data no-print">
      <h2>{t('receipt.data')}</h2>
      <p class="small quiet">{t('receipt.data.what')}</p>
      <div class="actions">
        <button
          type="button"
          class="button"
          data-testid="download-data"
          disabled={busy}
          onClick={() => void download()}
        >
          {t('receipt.data.download')}
        </button>
        <AskFirst
          id="delete-data"
          kind="button bare"
          words={{
            press: t('receipt.data.delete'),
            ask: t('receipt.data.ask'),
            keep: t('receipt.data.keep'),
            go: t('receipt.data.do'),
          }}
          work={async () => onForgotten(await deleteMyData(secret))}
        />
      </div>
    </section>
  );
};
