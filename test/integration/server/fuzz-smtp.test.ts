/**
 * Our mail gateway and whatever may be said to it, over real connections: always codes that SMTP knows, and a mail is taken once for each 250
 * behind a dot.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dial } from '../../harness/dial.ts';
import { FUZZ_RUNS, FUZZ_TIMEOUT_MS } from '../../harness/fuzz.ts';
import { mailGateway } from '../../harness/mail-gateway.ts';

/** Each costs a connection, and the greeting's pause of 100 ms. */
const PER_CONNECTION = 20;

const line = fc.oneof(
  fc.constantFrom(
    'EHLO x',
    'HELO x',
    'MAIL FROM:<ann@example.org>',
    'MAIL FROM:<ann@example.org> SIZE=9 BODY=8BITMIME SMTPUTF8',
    'MAIL FROM:<>',
    'RCPT TO:<kim@x>',
    'RCPT TO:<sam@x>',
    'RCPT TO:<joe@x>',
    'DATA',
    'Subject: x',
    '',
    '.',
    '..',
    'RSET',
    'NOOP',
    'VRFY kim',
    'HELP',
    'BDAT 5 LAST',
    'STARTTLS',
    'AUTH PLAIN x',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ maxLength: 3_000 }),
);

describe('the mail gateway', () => {
  it(
    'answers every line with codes of SMTP, and takes what it says that it takes',
    async () => {
      const { port, taken } = await mailGateway();
      let before = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
          const client = dial(port);
          await client.answer();
          client.socket.write(`${lines.join('\r\n')}\r\n.\r\nQUIT\r\n`);
          // Whoever said QUIT and waits for its answer has heard all the others; a client that ends its side at once may not.
          const heard = await client.end();
          for (const answer of heard.split('\r\n').slice(0, -1)) {
            expect(answer).toMatch(/^(?:214|220|221|250|252|354|421|45[0-2]|50[0-4]|55[0-5])[ -][^\p{Cc}]*$/u);
          }
          const said = heard.match(/^250 2\.0\.0 Taken$/gm)?.length ?? 0;
          const now = taken.length;
          expect(now - before).toBeGreaterThanOrEqual(said);
          expect(now - before).toBeLessThanOrEqual(2 * said);
          before = now;
        }),
        { numRuns: Math.ceil(FUZZ_RUNS / PER_CONNECTION) },
      );
      expect(taken.every(({ name }) => ['kim', 'sam'].includes(name))).toBe(true);
    },
    FUZZ_TIMEOUT_MS,
  );
});
