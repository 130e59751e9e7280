/**
 * Where the words of a command go: standard output for what was asked, standard error for everything else.
 *
 * A terminal that was closed, or a pipe whose reader has had enough, never ends a watch: its errors are swallowed.
 */

/** Tests hand in their own. */
export interface Terminal {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** This process's own. One line at a time, without its end. */
export function openTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => undefined); // EPIPE, EIO: nobody is listening, and nothing can be told to nobody
  }
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
  };
}
