// CSV files as others write them: encodings, separators, Shopify's export, HTML, and cells that would be formulas.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breather } from '../../../server/shop/breathe.ts';
import { decimal, guarded, unguarded } from '../../../server/shop/csv-cells.ts';
import { htmlOf, isFormatted, textOf } from '../../../server/shop/csv-html.ts';
import { readTable } from '../../../server/shop/csv-read.ts';
import { exported, refusedRows, runImport } from '../../helpers/products.ts';
import { openTestShop } from '../../helpers/shop.ts';

const read = (bytes: Buffer) => readTable(bytes, breather());

describe('reading', () => {
  const text = 'handle,title\r\n"a","Perché ""no"", dai"\r\n\r\nb,€ 5';
  const expected = {
    headings: ['handle', 'title'],
    rows: [
      { row: 2, cells: ['a', 'Perché "no", dai'] },
      { row: 4, cells: ['b', '€ 5'] },
    ],
  };
  const windows = Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['Windows-1252', windows],
    ['Unix lines', Buffer.from(text.replaceAll('\r\n', '\n'))],
    ['old Macintosh lines', Buffer.from(text.replaceAll('\r\n', '\r'))],
    ['semicolons', Buffer.from(text.replace('e,t', 'e;t').replace('","', '";"').replace('b,', 'b;'))],
    ['tabs', Buffer.from(text.replace('e,t', 'e\tt').replace('","', '"\t"').replace('b,', 'b\t'))],
  ])('CSV-10 %s', async (_name, bytes) => {
    expect(await read(bytes)).toEqual(expected);
  });

  test('CSV-10 a quoted heading does not decide the separator; short and long rows are taken', async () => {
    expect(await read(Buffer.from('"a,b,c";d\n1;2;3\n4'))).toEqual({
      headings: ['a,b,c', 'd'],
      rows: [
        { row: 2, cells: ['1', '2', '3'] },
        { row: 3, cells: ['4'] },
      ],
    });
  });
});

describe('cells', () => {
  test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', "'=1", "''@x"])('CSV-7 %j is guarded', (cell) => {
    expect(guarded(cell)).toBe(`'${cell}`);
    expect(unguarded(guarded(cell))).toBe(cell);
  });

  test.each(['', 'x', "'x", "l'=x", '1-1', ' =1', "'"])('CSV-7 %j is left alone', (cell) => {
    expect([guarded(cell), unguarded(cell)]).toEqual([cell, cell]);
  });

  test('CSV-7 CSV-6: whatever it is, it comes back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '=', '-', 'a', '\t') }),
        (cell) => unguarded(guarded(cell)) === cell,
      ),
    );
  });

  test('CSV-6 amounts are written as every spreadsheet reads them', () => {
    expect([decimal(3990, 'EUR'), decimal(5, 'EUR'), decimal(1200, 'JPY'), decimal(null, 'EUR')]).toEqual([
      '39.90',
      '0.05',
      '1200',
      '',
    ]);
  });
});

describe('HTML', () => {
  test.each([
    ['<p>Uno</p><p>Due</p>', 'Uno\n\nDue'],
    ['Uno<br>due<BR />tre', 'Uno\ndue\ntre'],
    ['<ul>\n  <li>Lino</li>\n  <li>Cotone</li>\n</ul>', '• Lino\n• Cotone'],
    ['<div>  molto \n spazio </div>', 'molto spazio'],
    ['<style>p{}</style>x<script>alert("<p>")</script><!-- y -->', 'x'],
    ['perch&eacute; &amp;amp; &lt;b&gt; &#39;x&#x27; &euro; &nope;', "perché &amp; <b> 'x' € &nope;"],
    ['<a href="x" onclick="y">qui</a> &#0;&#xD800;', 'qui'],
    ['senza\nHTML', 'senza\nHTML'],
    ['3 < 5 e 7 > 2', '3 < 5 e 7 > 2'],
  ])('CSV-5 %s', (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  test('CSV-6 every text comes back from its HTML', () => {
    const unit = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\t',
      '<',
      '>',
      '&',
      ';',
      'b',
      '/',
      '&amp;',
      '<br>',
      '•',
      '"',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(textOf(htmlOf(text))).toBe(text.trim());
        expect(isFormatted(htmlOf(text))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('Shopify', () => {
  const heading =
    'Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Status';
  const file = (...lines: string[]) => Buffer.from([heading, ...lines].join('\r\n'));
  const open = async () => {
    const shop = await openTestShop();
    const variants = () =>
      shop.db.read((sql) =>
        sql.all<{ handle: string; values: string; onHand: number; options: string }>(
          `SELECT handle, rtrim(option1 || '/' || option2, '/') AS "values", on_hand AS onHand, options
           FROM variants JOIN products ON products.id = product_id ORDER BY handle, position`,
        ),
      );
    return { ...shop, variants };
  };

  test('CSV-5 a product over several rows, with pictures between and after its variants', async () => {
    const shop = await open();
    const report = await runImport(
      shop.db,
      file(
        'shirt,Shirt,"<p>Linen,<br>""washed""</p>",Me,Size,S,Colour,Blue,S-1,2,"39,00",59.00,https://cdn.example/1.jpg,active',
        'shirt,,,,,,,,,,,,https://cdn.example/2.jpg,',
        'shirt,,,,,M,,Blue,S-2,3,39.00,,,',
        'bag,Bag,,,Title,Default Title,,,,-2,80.00,0.00,,draft',
        'shirt,,,,,,,,,,,,https://cdn.example/3.jpg,',
      ),
    );
    expect(report).toMatchObject({
      format: 'shopify',
      rows: 5,
      products: { created: 2, changed: 0, unchanged: 0 },
      notes: [
        { row: 2, column: 'Image Src', code: 'image_skipped', value: '3' },
        { row: 2, column: 'Variant Compare At Price', code: 'compare_price_skipped', value: '1' },
        { row: 2, column: 'Body (HTML)', code: 'html_to_text', value: '1' },
        { row: 5, column: 'Variant Inventory Qty', code: 'stock_negative', value: '-2' },
      ],
    });
    expect(shop.variants()).toEqual([
      { handle: 'bag', values: '', onHand: 0, options: '[]' },
      { handle: 'shirt', values: 'S/Blue', onHand: 2, options: '["Size","Colour"]' },
      { handle: 'shirt', values: 'M/Blue', onHand: 3, options: '["Size","Colour"]' },
    ]);
    expect(shop.db.read((sql) => sql.get("SELECT description FROM products WHERE handle = 'shirt'"))).toEqual(
      {
        description: 'Linen,\n"washed"',
      },
    );
  });

  test('CSV-5 an option that is really called Title stays one', async () => {
    const shop = await open();
    await runImport(shop.db, file('book,Book,,,Title,First,,,,1,9,,,', 'book,,,,,Second,,,,1,9,,,'));
    expect(shop.variants().map(({ values, options }) => [values, options])).toEqual([
      ['First', '["Title"]'],
      ['Second', '["Title"]'],
    ]);
  });

  test('CSV-5 stock under other names, as a total, or not at all', async () => {
    const shop = await open();
    const named = (column: string, ...lines: string[]) =>
      Buffer.from([heading.replace('Variant Inventory Qty', column), ...lines].join('\n'));
    const one = (handle: string, pieces: string) => `${handle},T,,,Title,Default Title,,,,${pieces},9,,,`;
    await runImport(shop.db, named('On hand (current)', one('a', '4'), one('b', 'not stocked')));
    const total = await runImport(
      shop.db,
      named('Total Inventory Quantity', one('c', '5'), 'd,T,,,Size,S,,,,6,9,,,', 'd,,,,,M,,,,,9,,,'),
    );
    expect(total.notes).toEqual([{ row: 3, code: 'stock_unknown' }]);
    const none = await runImport(shop.db, named('Something', one('e', '7'), one('a', '9')));
    expect(none.notes).toEqual([{ row: 1, code: 'stock_unknown' }]);
    expect(shop.variants().map(({ handle, onHand }) => [handle, onHand])).toEqual([
      ['a', 4],
      ['b', 0],
      ['c', 5],
      ['d', 0],
      ['d', 0],
      ['e', 0],
    ]);
  });

  test('CSV-5 CSV-6: what Shopify does not know of stays, and the export is Shopify’s', async () => {
    const shop = await open();
    await runImport(shop.db, Buffer.from('handle,title,care,price\nbag,Bag,By hand,80'));
    await runImport(shop.db, file('bag,Borsa,,,Title,Default Title,,,B-1,3,80.00,,,'));
    expect(shop.db.read((sql) => sql.get('SELECT title, care FROM products'))).toEqual({
      title: 'Borsa',
      care: 'By hand',
    });
    const [, line] = (await exported(shop.db, 'shopify')).toString().split('\r\n');
    expect(line).toBe('bag,Borsa,,,true,Title,Default Title,,,,,B-1,shopify,3,deny,manual,80.00,,active');
  });

  test('CSV-2 CSV-5: errors name Shopify’s columns', async () => {
    const shop = await open();
    expect(
      await refusedRows(shop.db, file('x,X,,,Size,,,,,many,free,,,', `y,Y,${'z'.repeat(4001)},,,,,,,,,,,`)),
    ).toEqual([
      { row: 2, column: 'Option1 Value', code: 'option_missing' },
      { row: 2, column: 'Variant Price', code: 'price_bad', value: 'free' },
      { row: 2, column: 'Variant Inventory Qty', code: 'stock_bad', value: 'many' },
      { row: 3, column: 'Body (HTML)', code: 'text_long' },
    ]);
  });
});
