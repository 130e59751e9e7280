/**
 * Our mail gateway over real connections: by hand, by nodemailer, by Debian's Python where it is installed; and those who relay, flood, talk
 * without end, or never come to it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSmtpGateway } from '../../../electron/server/smtp/gateway.ts';
import { SmtpGateway } from '../../../shared/model/smtp-gateway.ts';
import { makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { dial } from '../../harness/dial.ts';
import { rememberingLog } from '../../harness/log.ts';
import { mailGateway } from '../../harness/mail-gateway.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

/** A program of the machine, not of a package. */
const PYTHON = 'python3';
const FIXTURES = new URL('../../fixtures/mails/', import.meta.url);
const PRACTABLE = ['practable-first', 'practable-jump-lost', 'practable-available-with-issue', 'practable-all-clear'];

/** A conversation: each line is sent when the one before it was answered. The answers, many lines of one as one. */
async function converse(port: number, lines: readonly string[]): Promise<string[]> {
  const line = dial(port);
  const answers: string[] = [];
  for (const text of [null, ...lines]) {
    if (text !== null) {
      line.socket.write(`${text}\r\n`);
    }
    answers.push(await line.answer());
  }
  return answers;
}

const codes = (answers: readonly string[]) => answers.map((answer) => answer.slice(0, 3));
const HELLO = ['EHLO client.example', 'MAIL FROM:<ann@example.org>'];

describe('the mail gateway', () => {
  it('takes a mail, line by line, and gives it to whom it is for', async () => {
    const { port, taken } = await mailGateway();
    const answers = await converse(port, [
      ...HELLO,
      'RCPT TO:<Kim@pager.example.org>',
      'DATA',
      'From: Ann <ann@example.org>\r\nSubject: The till\r\n\r\nis down\r\n..dot\r\n.',
      'QUIT',
    ]);
    expect(codes(answers)).toEqual(['220', '250', '250', '250', '354', '250', '221']);
    expect(answers[0]).toBe('220 watchbell.localhost ESMTP Watchbell');
    expect(answers[5]).toBe('250 2.0.0 Taken');
    expect(taken).toMatchObject([
      {
        name: 'Kim',
        mail: { returnPath: 'ann@example.org', from: { name: 'Ann' }, subject: 'The till', text: 'is down\n.dot\n' },
      },
    ]);
  });

  it('offers what it can, and no login, no STARTTLS without a certificate, no jokes', async () => {
    const { port } = await mailGateway();
    const [, offers = '', ...rest] = await converse(port, [
      'EHLO x',
      'AUTH PLAIN AGEAYg==',
      'STARTTLS',
      'WIZ',
      'VRFY kim',
      'NOOP',
    ]);
    expect(offers.split('\r\n').map((one) => one.slice(4).trim())).toEqual([
      expect.stringContaining('watchbell.localhost'),
      'PIPELINING',
      '8BITMIME',
      'SMTPUTF8',
      'SIZE 1048576',
    ]);
    expect(codes(rest)).toEqual(['500', '500', '500', '252', '250']);
  });

  it('takes commands all at once', async () => {
    const { port, taken } = await mailGateway();
    const line = dial(port);
    await line.answer();
    line.socket.write('EHLO x\r\n');
    await line.answer();
    const mail = 'MAIL FROM:<a@x.example>\r\nRCPT TO:<kim@y>\r\nRCPT TO:<sam@y>\r\nDATA\r\n';
    line.socket.write(`${mail}Subject: one\r\n\r\n.\r\n${mail}Subject: two\r\n\r\n.\r\nQUIT\r\n`);
    const heard = await line.end();
    expect(heard.match(/^\d{3} /gm)?.map(Number)).toEqual([
      220, 250, 250, 250, 250, 354, 250, 250, 250, 250, 354, 250, 221,
    ]);
    expect(taken.map(({ name, mail: { subject } }) => `${name} ${subject}`)).toEqual([
      'kim one',
      'sam one',
      'kim two',
      'sam two',
    ]);
  });

  it('answers with 250 when it was taken, and not before', async () => {
    let take: (fate: 'taken') => void = () => undefined;
    let asked: () => void = () => undefined;
    const wanted = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { port } = await mailGateway(() => {
      asked();
      return new Promise((resolve) => {
        take = resolve;
      });
    });
    const line = dial(port);
    for (const text of ['EHLO x', 'MAIL FROM:<a@x>', 'RCPT TO:<kim@y>', 'DATA']) {
      await line.answer();
      line.socket.write(`${text}\r\n`);
    }
    await line.answer();
    line.socket.write('Subject: x\r\n\r\n.\r\n');
    await wanted;
    expect(line.waits()).toBe(true);
    take('taken');
    expect(await line.answer()).toBe('250 2.0.0 Taken');
  });

  it.each<[string, object, string, string]>([
    ['nobody', {}, 'RCPT TO:<nobody@pager.example.org>', '550 5.1.1 Nobody of that name'],
    ['another domain', { domains: ['pager.example.org'] }, 'RCPT TO:<kim@other.example>', '550 5.7.1 Relaying denied'],
    [
      'a route to another domain',
      { domains: ['pager.example.org'] },
      'RCPT TO:<@pager.example.org:kim@other.example>',
      '550 5.7.1',
    ],
    ['two addresses', {}, 'RCPT TO:<kim@x>,<sam@x>', '50'],
  ])('refuses %s', async (_, settings, line, said) => {
    const { port, taken } = await mailGateway(undefined, { settings });
    const answers = await converse(port, [...HELLO, line, 'DATA']);
    expect(answers[3]?.startsWith(said)).toBe(true);
    expect(answers[4]?.slice(0, 3)).toBe('503');
    expect(taken).toEqual([]);
  });

  it('calls nobody for a report about a mail, and says so before it comes', async () => {
    const { port, log } = await mailGateway();
    const answers = await converse(port, ['EHLO x', 'MAIL FROM:<>', 'RCPT TO:<kim@x>']);
    expect(answers[3]).toMatch(/^550 5\.7\.1 Nobody is called by automatic mail/);
    expect(log.lines.filter(({ message }) => message.includes('a mail to the gateway'))).toHaveLength(1);
  });

  it('says what a mail is refused for, and writes it down', async () => {
    const { port, taken, log } = await mailGateway();
    const text = readFileSync(new URL('out-of-office.eml', FIXTURES), 'latin1');
    const answers = await converse(port, [...HELLO, 'RCPT TO:<kim@x>', 'DATA', `${text}\r\n.`]);
    expect(answers.at(-1)).toBe('550 5.7.1 Nobody is called by automatic mail: Auto-Submitted is auto-replied');
    expect(taken).toEqual([]);
    expect(log.lines.filter(({ message }) => message.includes('a mail to the gateway'))).toHaveLength(1);
  });

  it('asks to come again when it was too much, or when the desk fails', async () => {
    const fates = ['too-many', 'broken'];
    const { port } = await mailGateway(() => {
      if (fates.shift() === 'too-many') {
        return 'too-many';
      }
      throw new Error('a bug');
    });
    const mail = ['MAIL FROM:<a@x>', 'RCPT TO:<kim@x>', 'DATA', 'Subject: x\r\n\r\n.'];
    const answers = await converse(port, ['EHLO x', ...mail, ...mail]);
    expect([answers[5], answers[9]]).toEqual([
      '451 4.7.1 Too many calls: nobody was called for this one, try again in some minutes',
      '451 4.3.0 The gateway failed, try again later',
    ]);
  });

  it('takes at most ten receivers and one mebibyte', async () => {
    const { port, taken } = await mailGateway(undefined, {
      receivers: [{ knows: () => 'people', take: () => Promise.resolve('taken') }],
    });
    const many = Array.from({ length: 11 }, (_, index) => `RCPT TO:<n${index}@x>`);
    expect(codes(await converse(port, [...HELLO, ...many])).slice(3)).toEqual([...Array(10).fill('250'), '452']);
    expect((await converse(port, ['EHLO x', 'MAIL FROM:<a@x> SIZE=1048577'])).at(-1)).toMatch(/^552 /);
    const large = await converse(port, [
      ...HELLO,
      'RCPT TO:<kim@x>',
      'DATA',
      `Subject: x\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(1_100)}.`,
      'NOOP',
    ]);
    expect(codes(large).slice(-2)).toEqual(['552', '250']);
    expect(taken).toEqual([]);
  });

  it('hangs up on who never ends, whatever they say', async () => {
    const { port, clock } = await mailGateway();
    const line = dial(port);
    await line.answer();
    await clock.advance(599_000);
    line.socket.write('NOOP\r\n');
    expect(await line.answer()).toMatch(/^250/);
    await clock.advance(1_000);
    expect(await line.end()).toContain('421 That took too long');
  });

  it.each<[string, string, string]>([
    ['errs all the time', 'NONSENSE\r\n'.repeat(12), '421 Error: too many unrecognized commands'],
    ['sends a line without end', 'x'.repeat(5_000), '421'],
    ['is a web page', 'POST / HTTP/1.1\r\nHost: x\r\n\r\n', '421 HTTP requests not allowed'],
  ])('hangs up on who %s', async (_, text, words) => {
    const { port } = await mailGateway();
    const line = dial(port);
    await line.answer();
    line.socket.write(text);
    expect(await line.end()).toContain(words);
  });

  it('tells who comes when all places are taken to come again', async () => {
    const { port } = await mailGateway();
    const all = Array.from({ length: 32 }, () => dial(port));
    await Promise.all(all.map((line) => line.answer()));
    expect(await dial(port).end()).toMatch(/^421 .* Too many connected clients/);
    all[0]?.socket.end('QUIT\r\n');
    await all[0]?.end();
    expect(await dial(port).answer()).toMatch(/^220 /);
  });

  it('tells who comes when the house is full, or ends, to come again', async () => {
    const { port } = await mailGateway(undefined, { mayEnter: () => false });
    expect(await dial(port).end()).toBe('421 watchbell.localhost Busy, try again later\r\n');
  });

  it('tells who is connected when it closes, and leaves no timer behind', async () => {
    const { port, close, clock } = await mailGateway();
    const line = dial(port);
    await line.answer();
    await close();
    expect(await line.end()).toContain('421 The gateway closes, try again later');
    expect(clock.waiting).toBe(0);
  });

  it('loses nothing of who hangs up in the middle: nobody is called, and the next one is served', async () => {
    const { port, taken } = await mailGateway();
    const line = dial(port);
    for (const text of ['EHLO x', 'MAIL FROM:<a@x>', 'RCPT TO:<kim@x>', 'DATA']) {
      await line.answer();
      line.socket.write(`${text}\r\n`);
    }
    await line.answer();
    line.socket.write('Subject: half\r\n\r\nof i');
    line.socket.destroy();
    await line.end();
    const answers = await converse(port, [...HELLO, 'RCPT TO:<kim@x>', 'DATA', 'Subject: whole\r\n\r\n.']);
    expect(answers.at(-1)).toBe('250 2.0.0 Taken');
    expect(taken.map(({ mail }) => mail.subject)).toEqual(['whole']);
  });
});

describe('STARTTLS', () => {
  const identity = makeIdentity({ name: 'pager.example.org', for: ['127.0.0.1'] }, null);

  function files(made = identity) {
    const folder = tempFolder();
    const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    writeFileSync(tls.cert, made.cert);
    writeFileSync(tls.key, made.key);
    return tls;
  }

  const client = (port: number, ca: string) => {
    const transport = createTransport({
      host: '127.0.0.1',
      port,
      requireTLS: true,
      tls: { ca, servername: 'pager.example.org' },
    });
    onTestFinished(() => transport.close());
    return transport;
  };
  const MAIL = { from: 'ann@example.org', to: 'kim@pager.example.org', subject: 'Tür', text: 'klemmt' };

  it('carries a mail of a client that believes the certificate', async () => {
    const { port, taken } = await mailGateway(undefined, { settings: { tls: files() } });
    const sent = await client(port, identity.cert).sendMail(MAIL);
    expect(sent.response).toBe('250 2.0.0 Taken');
    expect(taken[0]?.mail).toMatchObject({ subject: 'Tür', text: 'klemmt\n' });
  });

  it('shows the certificate that was renewed while we run', async () => {
    const tls = files();
    const { port, clock, taken } = await mailGateway(undefined, { settings: { tls } });
    const renewed = makeIdentity({ name: 'pager.example.org', for: ['127.0.0.1'] }, null);
    writeFileSync(tls.cert, renewed.cert);
    writeFileSync(tls.key, renewed.key);
    await expect(client(port, renewed.cert).sendMail(MAIL)).rejects.toThrow();
    await clock.advance(61_000);
    await client(port, renewed.cert).sendMail(MAIL);
    expect(taken).toHaveLength(1);
  });

  it('goes on with the one before when the new one cannot be read, and says so', async () => {
    const tls = files();
    const { port, clock, taken, log } = await mailGateway(undefined, { settings: { tls } });
    writeFileSync(tls.cert, 'half of i');
    await clock.advance(61_000);
    await client(port, identity.cert).sendMail(MAIL);
    expect(taken).toHaveLength(1);
    expect(log.lines.some(({ message }) => message.includes('STARTTLS cannot be offered'))).toBe(true);
  });

  it.each<[string, (tls: { cert: string; key: string }) => object, string]>([
    ['is not there', ({ key }) => ({ cert: '/nowhere/cert.pem', key }), 'cannot read /nowhere/cert.pem (ENOENT)'],
    ['is no certificate', ({ key }) => ({ cert: key, key }), 'are no certificate with its key'],
  ])('is not begun with a file that %s: the gateway says what to mend', async (_, change, problem) => {
    const place = SmtpGateway.parse({ port: 0, tls: change(files()) });
    const options = {
      place,
      receivers: [],
      isOurs: () => false,
      mayEnter: () => true,
      clock: movableClock(),
      log: rememberingLog(),
    };
    const started = await startSmtpGateway(options);
    expect(started).toEqual({ kind: 'refused', problem: expect.stringContaining(problem) });
  });
});

describe('mails of other programs', () => {
  it('of nodemailer arrive as they were written', async () => {
    const { port, taken } = await mailGateway();
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
    onTestFinished(() => transport.close());
    await transport.sendMail({
      from: { name: 'Ann Ä', address: 'ann@example.org' },
      to: ['kim@pager.example.org', 'sam@pager.example.org'],
      replyTo: 'desk@example.org',
      subject: 'Größte Not – jetzt',
      text: 'Die Kühlung steht.\n-- \nAnn',
      html: '<p>Die Kühlung steht.</p>',
      attachments: [{ filename: 'a.png', content: Buffer.alloc(200_000, 7) }],
    });
    expect(taken.map(({ name }) => name)).toEqual(['kim', 'sam']);
    expect(taken[0]?.mail).toMatchObject({
      from: { name: 'Ann Ä', address: 'ann@example.org' },
      replyTo: { address: 'desk@example.org' },
      subject: 'Größte Not – jetzt',
      text: 'Die Kühlung steht.\n-- \nAnn\n',
    });
  });

  it.each(PRACTABLE)('of practable (%s) arrive, without sender, date and id', async (name) => {
    const { port, taken } = await mailGateway();
    const text = readFileSync(new URL(`${name}.eml`, FIXTURES), 'latin1');
    const answers = await converse(port, [...HELLO, 'RCPT TO:<kim@x>', 'DATA', `${text}\r\n.`]);
    expect(answers.at(-1)).toBe('250 2.0.0 Taken');
    expect(taken[0]?.mail.subject).toMatch(/^app\.example\.org\/tenant \d new health events/);
  });

  const python = spawnSync(PYTHON, ['-c', 'import smtplib']).status === 0;
  it.skipIf(!python)('of Python’s smtplib arrive, also without any header', async () => {
    const { port, taken } = await mailGateway();
    const script = `import smtplib
with smtplib.SMTP('127.0.0.1', ${port}) as c:
    c.sendmail('ann@example.org', ['kim@x'], 'Disk full on db1')
    try:
        c.sendmail('ann@example.org', ['joe@x'], 'x')
    except smtplib.SMTPRecipientsRefused as e:
        print(e.recipients['joe@x'][0])`;
    const child = spawn(PYTHON, ['-c', script]);
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(said.trim()).toBe('550');
    expect(taken.map(({ mail }) => mail.text.trim())).toEqual(['Disk full on db1']);
  });
});
