// Which page of the products is shown: the table, the import, one product or a new one.
import { t } from '../../i18n.ts';
import type { StaffMember } from '../../lib/api.ts';
import { may } from '../parts/allowed.ts';
import { Import } from './import.tsx';
import { ProductPage } from './product-page.tsx';
import { ProductList } from './product-list.tsx';

export const Products = ({ me, rest }: { me: StaffMember; rest: string[] }) => {
  const [part] = rest;
  const back = { href: '/shop/products', label: t('shop.nav.products') };
  const mayChange = may(me, 'changeProducts');
  if (part === 'import' && mayChange) return <Import back={back} />;
  if (part === 'new' && mayChange) return <ProductPage key="new" id={null} mayChange back={back} />;
  if (part && part !== 'new' && part !== 'import')
    return <ProductPage key={part} id={part} mayChange={mayChange} back={back} />;
  return <ProductList mayChange={mayChange} />;
};
