// A shop's identity in full; what its owner has not said yet is left out, never invented.
import type { Identity } from '../../shared/shop.ts';
import { t } from '../i18n.ts';

export const SellerBlock = ({ identity }: { identity: Identity }) => {
  const { name, seat, email, phone, vat, rea, pickUp, privacy } = identity;
  return (
    <div class="seller">
      {name && <p class="seller-name">{name}</p>}
      <dl>
        <Line label={t('seller.seat')} text={seat} />
        {email && (
          <div>
            <dt>{t('seller.email')}</dt>
            <dd>
              <a href={`mailto:${email}`}>{email}</a>
            </dd>
          </div>
        )}
        {phone && (
          <div>
            <dt>{t('seller.phone')}</dt>
            <dd>
              <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>
            </dd>
          </div>
        )}
        <Line label={t('seller.vat')} text={vat} />
        <Line label={t('seller.rea')} text={rea} />
        <Line label={t('seller.pickUp')} text={pickUp} />
        <Line label={t('seller.privacy')} text={privacy} />
      </dl>
      {!seat && !email && !phone && <p class="quiet">{t('seller.unsaid')}</p>}
    </div>
  );
};

const Line = ({ label, text }: { label: string; text: string }) =>
  text ? (
    <div>
      <dt>{label}</dt>
      <dd class="lines">{text}</dd>
    </div>
  ) : null;
