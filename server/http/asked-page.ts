// The query of a list: from which cursor on, and how many rows. Rules: HTTP-9.
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import type { Asked } from '../shop/page.ts';

export const pageQuery = {
  cursor: v.optional(v.pipe(v.string(), v.maxLength(100))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,2}$/, 'a number of rows'),
      v.transform(Number),
      v.maxValue(limits.maxPageRows),
    ),
  ),
};

export const askedPage = (query: { cursor?: string | undefined; limit?: number | undefined }): Asked => ({
  cursor: query.cursor ?? null,
  limit: query.limit ?? limits.pageRows,
});

/** `?flag=1`; left out or 0: false. */
export const flag = v.optional(v.picklist(['0', '1']), '0');
export const search = v.optional(v.pipe(v.string(), v.maxLength(200)), '');
