/**
 * kill -9 while mails go out to those who subscribed, at every step of the dialogue with the mail server: nothing that they were to be
 * told is lost, and what goes twice is the same message, by which their mailboxes know it.
 *
 * `WATCHBELL_KILLS=1000` for a long night: `npx vitest run --config build/vitest.config.ts --project integration <this file>`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleChild } from '../../harness/bundle-child.ts';
import { readMail } from '../../harness/read-mail.ts';
import { type Mail, type SmtpStage, startSmtpEmulator } from '../../harness/smtp-emulator.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import { START } from '../../harness/watch-story.ts';

const KILLS = Number(process.env.WATCHBELL_KILLS ?? 8);
/** In turn. At `message` it has arrived, and hardly ever is that known before the end; at the first of them it never is. */
const STAGES: readonly SmtpStage[] = ['message', 'MAIL', 'DATA', 'message', 'greeting', 'RCPT', 'QUIT'];

describe('kill -9 while news go out', () => {
  it(`${KILLS} times loses none, and repeats only what is the same`, { timeout: 60_000 + KILLS * 10_000 }, async () => {
    const folder = tempFolder();
    const script = await bundleChild('test/harness/children/telling.ts', folder);
    const server = await startSmtpEmulator();
    onTestFinished(() => server.close());
    let time = START;

    function run(...more: readonly string[]) {
      const args = [script, join(folder, 'watchbell.db'), String(server.port), String(time), ...more];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      let rest = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const lines = `${rest}${text}`.split('\n');
        rest = lines.pop() ?? '';
        time = Math.max(time, ...lines.map(Number));
      });
      return { child, ended: once(child, 'close') };
    }

    for (let round = 0; round < KILLS; round += 1) {
      if (round % STAGES.length === 0) {
        server.behave({ kind: 'lose', at: 'message' });
      }
      const { child, ended } = run();
      await server.reached(STAGES[round % STAGES.length] ?? 'message');
      child.kill('SIGKILL');
      await ended;
      server.behave({ kind: 'well' });
    }
    const [code] = await run('calm').ended;
    expect(code).toBe(0);

    for (const name of ['ann', 'bob']) {
      const mails = server.received.filter(({ to }) => to.includes(`${name}@example.org`));
      const numbers = [...new Set(mails.map(numberOf))];
      expect(numbers, `of ${name}: each that was told, in order, none left out`).toEqual(
        numbers.map((_, index) => index + 1),
      );
      for (const number of numbers) {
        const same = mails.filter((mail) => numberOf(mail) === number);
        expect(new Set(same.map(({ text }) => text)).size, `mail ${number} to ${name}`).toBe(1);
      }
      expect(readMail(mails.at(-1)?.text ?? '').headers.subject).toBe('[Weather] API: Working again');
    }
    const repeated = server.received.length - new Set(server.received.map(({ text }) => text)).size;
    expect(repeated).toBeGreaterThan(0);
    expect(repeated).toBeLessThanOrEqual(KILLS);
  });
});

/** How many were told before, and this one: it stands in the name of the message. */
function numberOf({ text }: Mail): number {
  const id = readMail(text).headers['message-id'] ?? '';
  return Number(/^<watchbell\.news-\S+-(\d+)-[^-]+@/.exec(id)?.[1]);
}
