/** Mails of programs as alerts: over a real SMTP connection, through the mapping, into the real engine. */
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { alertsByMail } from '../../../electron/server/events/by-mail.ts';
import { houseWithSource } from '../../harness/alerts.ts';
import { movableClock } from '../../harness/clock.ts';
import { type TestEngine, testEngine } from '../../harness/engine.ts';
import { mailGateway } from '../../harness/mail-gateway.ts';
import { configOf, START } from '../../harness/watch-story.ts';

const running: TestEngine[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});

const FILE = houseWithSource({
  type: 'mail',
  name: 'Nagios',
  address: 'nagios-7f3a9c',
  mapping: {
    key: { in: '{{subject}}', find: '^\\*\\* (?:PROBLEM|RECOVERY|ACKNOWLEDGEMENT) \\w+ Alert: (.*) is \\w+ \\*\\*$' },
    summary: '{{subject}}',
    severity: { in: '{{subject}}', find: 'is (\\w+) \\*\\*$' },
    details: { Info: { in: '{{text}}', find: '^Additional Info:\\s+(.*)$' } },
    state: { in: '{{subject}}', over: '^\\*\\* RECOVERY', taken: '^\\*\\* ACKNOWLEDGEMENT' },
  },
});

async function house() {
  const clock = movableClock(START);
  const on = await testEngine({ clock, file: FILE });
  running.push(on);
  await clock.advance(60_000);
  const sources = configOf(FILE).sources;
  const receivers = [alertsByMail(on.engine.alertDesk, () => sources.values())];
  const { port } = await mailGateway(undefined, { receivers, clock });
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  onTestFinished(() => transport.close());
  return {
    on,
    async mail(subject: string, to = 'nagios-7f3a9c@pager.example.org') {
      const headers = { 'Auto-Submitted': 'auto-generated' };
      const info = await transport.sendMail({ from: 'nagios@example.org', to, subject, text: 'all of it', headers });
      await clock.advance(1_000);
      return info.response;
    },
  };
}

const open = (on: TestEngine) => on.snapshot().incidents.filter(({ resolvedAt }) => resolvedAt === null);

describe('a mail of a program', () => {
  it('is an alert, is taken, and ends by another mail', async () => {
    const { on, mail } = await house();
    expect(await mail('** PROBLEM Service Alert: db1/Disk is CRITICAL **')).toContain('250 2.0.0 Taken');
    expect(open(on)[0]).toMatchObject({
      componentName: '** PROBLEM Service Alert: db1/Disk is CRITICAL **',
      severity: 'critical',
    });
    await mail('** PROBLEM Service Alert: db1/Disk is CRITICAL **');
    expect(on.pages()).toHaveLength(1);
    await mail('** ACKNOWLEDGEMENT Service Alert: db1/Disk is CRITICAL **');
    expect(open(on)[0]?.acknowledgement?.by).toBe('Nagios');
    await mail('** RECOVERY Service Alert: db1/Disk is OK **');
    expect(open(on)).toEqual([]);
  });

  it('that the mapping cannot read is an alert itself', async () => {
    const { on, mail } = await house();
    expect(await mail('Something else is on fire')).toContain('250');
    expect(open(on)[0]?.componentName).toBe('A mail that its mapping cannot read: Something else is on fire');
    expect(on.pages()).toHaveLength(1);
  });

  it('to an address that nobody has is refused', async () => {
    const { on, mail } = await house();
    await expect(mail('x', 'nagios-other@pager.example.org')).rejects.toThrow('550 5.1.1');
    expect(open(on)).toEqual([]);
  });
});
