// The room's link, for the host to give away: copied, shared by the phone's own menu, or as a QR code.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { CopyField } from '../ui/copy-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';

type Props = { room: string; name: string };

const isLocalOnly = (hostname: string): boolean => /^(localhost|127\.|\[?::1\]?$)/.test(hostname);

const QrCode = ({ link }: { link: string }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // Its own chunk: most hosts never open it.
    void import('qrcode').then(({ default: qrcode }) => {
      if (canvas.current) void qrcode.toCanvas(canvas.current, link, { width: 320, margin: 2 });
    });
  }, [link]);
  return <canvas ref={canvas} class="qr" width="320" height="320" role="img" aria-label={link} />;
};

export const SharePanel = ({ room, name }: Props) => {
  const qrOpen = useSignal(false);
  const link = `${location.origin}/r/${room}`;
  const share = (): void => {
    // Rejects when the host closes the menu: nothing to say then.
    navigator.share({ url: link, title: t('studio.share.text', { room: name }) }).catch(() => {});
  };

  return (
    <section class="card panel" aria-labelledby="share-heading">
      <h2 id="share-heading">{t('studio.share')}</h2>
      <CopyField label={t('studio.share.link')} value={link}>
        <button type="button" class="button" onClick={() => (qrOpen.value = true)}>
          <Icon name="qr-code" />
          {t('studio.share.qr')}
        </button>
        {'share' in navigator && (
          <button type="button" class="button" onClick={share}>
            <Icon name="share-2" />
            {t('common.share')}
          </button>
        )}
      </CopyField>
      {isLocalOnly(location.hostname) && <p class="small quiet">{t('studio.share.local')}</p>}
      <Dialog open={qrOpen.value} onClose={() => (qrOpen.value = false)} title={name}>
        <QrCode link={link} />
        <p class="qr-help">{t('studio.share.qrHelp')}</p>
      </Dialog>
    </section>
  );
};
