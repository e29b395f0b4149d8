// Owns what the person at the keyboard sees: sentences and one progress line, always on standard error, since standard
// output belongs to the command that the set-up precedes (`npm run invite` prints its link there).

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** @param {number} ms */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * One line of progress: repainted on a terminal, else a plain line now, every `everyMs` and at the end.
 *
 * @param {string} label
 * @param {{ hint?: string, stream?: NodeJS.WriteStream, everyMs?: number }} [options] The hint is only said at the start.
 */
export function progress(label, { hint = '', stream = process.stderr, everyMs = 30_000 } = {}) {
  const started = Date.now();
  let done = 0;
  let total = 0;

  const elapsed = () => duration(Date.now() - started);
  const paint = () => {
    const filled = total ? Math.round((done / total) * 24) : 0;
    const bar = total ? `  [${'#'.repeat(filled)}${'.'.repeat(24 - filled)}] ${done} of ${total}` : '';
    const columns = stream.columns || 80;
    stream.write(`\r\x1b[2K${`${label}${bar}  ${elapsed()}`.slice(0, columns - 1)}`);
  };
  const line = () => stream.write(`${label}: ${total ? `${done} of ${total}, ` : ''}${elapsed()}\n`);

  if (!stream.isTTY || hint) stream.write(`${label}${hint && ` (${hint})`} …\n`);
  if (stream.isTTY) paint();
  const timer = stream.isTTY ? setInterval(paint, 500) : setInterval(line, everyMs);

  return {
    /** @param {number} count @param {number} of */
    at(count, of) {
      done = count;
      total = of;
    },
    /** @param {string} [sentence] What to say at the end; the time taken is added. */
    end(sentence) {
      clearInterval(timer);
      if (stream.isTTY) stream.write('\r\x1b[2K');
      if (sentence) stream.write(`${sentence} (${elapsed()}).\n`);
    },
  };
}
