/** A mail to the real `watchbell serve`: what was answered with 250 is paged and answered, also when we are killed right after it. */
import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledCommandLine } from '../../harness/command.ts';
import { closedPort } from '../../harness/loopback.ts';
import { readMail } from '../../harness/read-mail.ts';
import { serve } from '../../harness/served.ts';
import { HOOK_SECRET, smallWatch } from '../../harness/small-watch.ts';
import { startSmtpEmulator } from '../../harness/smtp-emulator.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

const script = bundledCommandLine();
/** After a start every check has its turn within its interval; that of a call is a minute. */
const A_MINUTE_AND_MORE_MS = 120_000;

describe('a mail that was taken just before a kill -9', () => {
  it(
    'has called somebody, once; its sender is told, and no secret of ours that they quote is passed on',
    async () => {
      const watch = await smallWatch();
      const server = await startSmtpEmulator();
      onTestFinished(() => server.close());
      const port = await closedPort();
      const house = {
        ...{ id: 'house-mail', type: 'smtp' as const, host: server.host, port: server.port, security: 'none' as const },
        ...{ from: 'pager@example.net', to: 'all@example.net' },
      };
      const file = watch.file({
        settings: { smtp: { port, answerBy: 'house-mail' }, quietAfterWake: '1s' },
        channels: [{ id: 'hook', type: 'webhook', url: watch.receiver.url, secret: HOOK_SECRET }, house],
        people: [{ id: 'kim', name: 'Kim', channels: ['hook'], pageMe: { mail: 'kim-pager' } }],
        policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }] }] }],
      });
      const folder = tempFolder();
      const served = await serve(script(), folder, file);

      const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
      onTestFinished(() => transport.close());
      const mail = {
        ...{ from: 'Ann <ann@example.org>', to: 'kim-pager@pager.example.org', subject: 'The till', date: new Date(0) },
        ...{ text: `It is down: ${HOOK_SECRET}`, messageId: '<1@example.org>' },
      };
      const told = server.reached('message');
      await transport.sendMail(mail);
      await served.kill();
      const again = await serve(script(), folder, file);

      await transport.sendMail(mail);
      const page = JSON.stringify(await watch.page('trigger'));
      expect(page).toContain('Call from Ann to Kim');
      expect(page).not.toContain(HOOK_SECRET);
      await told;
      expect(await again.end()).toBe(0);
      expect(new Set(watch.receiver.received.map(({ data }) => data.id)).size).toBe(1);
      const answers = server.received.map(({ text }) => readMail(text));
      expect(new Set(answers.map(({ headers }) => headers['message-id'])).size).toBe(1);
      expect(answers[0]).toMatchObject({
        headers: { to: 'ann@example.org', subject: 'Auto: The till', 'in-reply-to': '<1@example.org>' },
        text: 'Your call to Kim is in. Others are called when nobody answers.\n',
      });
    },
    A_MINUTE_AND_MORE_MS,
  );
});
