// The shop's currency, asked once: shows and new prices do not carry one. Until it is known, the euro of the default policy.
import { signal } from '@preact/signals';
import { office } from './office-api.ts';

export const currency = signal('EUR');
let asked = false;

export const learnCurrency = (): void => {
  if (asked) return;
  asked = true;
  office.shop().then(
    ({ terms }) => (currency.value = terms.currency),
    () => (asked = false),
  );
};
