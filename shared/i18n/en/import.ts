// English sentences for the rows of a CSV file: why one cannot be taken, and what was left out. `{column}` and `{value}` are
// what the report says beside the code; whoever shows a sentence gives both.
import type { RowErrorCode, RowNoteCode } from '../../shop-api.ts';

export const importWords = {
  'import.columns_missing':
    'The column “{value}” is missing. The first row must hold the names of the columns.',
  'import.row_broken': 'This row cannot be read: a quotation mark is open or in the wrong place.',
  'import.too_many_rows':
    'The file has more than {value} rows. Split it and import the parts one after the other.',
  'import.no_rows': 'There are no products in this file.',
  'import.not_text': 'This is not a CSV file. In your spreadsheet choose “Save as” and then CSV.',
  'import.handle_missing': 'The handle is missing. It tells which product the row belongs to.',
  'import.handle_bad':
    'The handle “{value}” means the same as another one in this file. Give each product its own.',
  'import.title_missing': 'The product has no title.',
  'import.text_long': 'The text in “{column}” is too long.',
  'import.text_bad': 'The text in “{column}” holds characters that cannot be shown.',
  'import.option_missing': 'The value of “{column}” is missing.',
  'import.option_unnamed':
    'There is a value in “{column}”, but no name for this option in the product’s first row.',
  'import.option_twice': 'Another variant of this product has the same options: {value}.',
  'import.variants_many': 'The product has more variants than the {value} that are possible.',
  'import.sku_bad': 'The SKU “{value}” is too long or holds characters that cannot be shown.',
  'import.sku_twice': 'The SKU “{value}” is in this file more than once.',
  'import.sku_taken': 'The SKU “{value}” belongs to another product of the shop.',
  'import.price_bad': '“{value}” is not a price. Write it as 39.00 or 39,00, above zero.',
  'import.stock_bad': '“{value}” is not a number of pieces.',
  'import.stock_held': 'The stock cannot go below the {value} pieces that customers have reserved.',
  'import.image_skipped':
    'Pictures by web address are left out: {value}. Upload them on the products’ pages.',
  'import.compare_price_skipped':
    'Compare-at prices are left out: {value}. The crossed-out price comes from your own price history.',
  'import.stock_unknown': 'The file does not say how many pieces there are. The stock stays as it is.',
  'import.stock_negative': 'The stock {value} is below zero and is taken as zero.',
  'import.html_to_text': 'Formatted descriptions became plain text: {value}.',
  'import.variant_archived': 'The variant {value} does not fit the new options and is archived.',
  'import.columns_skipped': 'These columns are left out: {value}.',
} as const satisfies Record<`import.${RowErrorCode | RowNoteCode}`, string>;
