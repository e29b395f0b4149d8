// Checks what came in against a schema. Throws `bad_request` with the paths that are wrong. Rules: SEC-4.
import * as v from 'valibot';
import { AppError } from '../errors.ts';

export const check = <S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> => {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.slice(0, 5).map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    expected: issue.expected ?? issue.message,
  }));
  throw new AppError('bad_request', { issues });
};
