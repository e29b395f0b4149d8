// Checks a request's body against a schema. Throws `bad_request` with the paths that are wrong. Rules: SEC-4.
import type { Request } from 'express';
import * as v from 'valibot';
import { AppError } from '../errors.ts';

export const readBody = <S extends v.GenericSchema>(req: Request, schema: S): v.InferOutput<S> => {
  const parsed = v.safeParse(schema, req.body);
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.slice(0, 5).map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    expected: issue.expected ?? issue.message,
  }));
  throw new AppError('bad_request', { issues });
};
