// The end of every bench: the whole report as JSON, into a file where one was asked for.
import { writeFileSync } from 'node:fs';

export const tellJson = (report: object, file: string | null | undefined): void => {
  const text = JSON.stringify(report, null, 2);
  if (file) writeFileSync(file, `${text}\n`);
  console.log(file ? `JSON in ${file}` : text);
};
