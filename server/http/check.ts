// Checks what came in against a schema. Throws `bad_request` with the paths that are wrong. Rules: SEC-4, SEC-10.
import * as v from 'valibot';
import { AppError } from '../errors.ts';

export const check = <S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> => {
  // Of one text, what is too long is looked at no further, least of all by a pattern that takes the square of its length.
  const parsed = v.safeParse(schema, input, { abortPipeEarly: true });
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.slice(0, 5).map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    expected: issue.expected ?? issue.message,
  }));
  throw new AppError('bad_request', { issues });
};
