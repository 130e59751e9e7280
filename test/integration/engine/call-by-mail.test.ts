/**
 * From a mail to a page, and back to whoever wrote it: through the gateway, the whole engine, and a submission server, over real
 * connections and on the movable clock.
 */
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { describe, expect, it, onTestFinished } from 'vitest';
import { peopleByMail } from '../../../electron/compose/smtp.ts';
import { movableClock } from '../../harness/clock.ts';
import { testEngine } from '../../harness/engine.ts';
import { mailGateway } from '../../harness/mail-gateway.ts';
import { readMail } from '../../harness/read-mail.ts';
import { realChannels } from '../../harness/real-channels.ts';
import { startSmtpEmulator } from '../../harness/smtp-emulator.ts';
import { configOf, type FileInput, fileOf, START } from '../../harness/watch-story.ts';

const MINUTE = 60_000;
const FIXTURES = new URL('../../fixtures/mails/', import.meta.url);

async function house({ answerBy = 'house-mail' as string | null, card = {} as object } = {}) {
  const clock = movableClock(START);
  const server = await startSmtpEmulator();
  const channel = (id: string, to: string) => ({
    ...{ id, type: 'smtp' as const, host: server.host, port: server.port, security: 'none' as const },
    from: 'pager@example.net',
    to,
  });
  const base = fileOf();
  const file: FileInput = {
    ...base,
    settings: { publicUrl: 'https://pager.example.net', smtp: { port: 0, ...(answerBy !== null && { answerBy }) } },
    channels: [
      channel('kim-mail', 'kim@example.net'),
      channel('sam-mail', 'sam@example.net'),
      channel('house-mail', 'all@example.net'),
    ],
    people: [
      { id: 'kim', name: 'Kim', channels: ['kim-mail'], pageMe: { mail: 'kim-pager', ...card } },
      { id: 'sam', name: 'Sam', channels: ['sam-mail'], pageMe: { mail: 'sam-pager' } },
    ],
  };
  const channels = realChannels();
  const on = await testEngine({ clock, file, channels });
  const config = configOf(file);
  const gateway = await mailGateway(undefined, { clock, receivers: [peopleByMail(on.engine.callDesk, () => config)] });
  const transport = createTransport({ host: '127.0.0.1', port: gateway.port, ignoreTLS: true });
  onTestFinished(async () => {
    transport.close();
    await on.stop();
    await server.close();
  });
  await channels.play(clock, MINUTE);
  return {
    on,
    clock,
    send: (mail: Parameters<typeof transport.sendMail>[0]) =>
      transport.sendMail({ to: 'Kim-Pager@pager.example.net', ...mail }),
    play: (ms: number) => channels.play(clock, ms),
    /** What the submission server was given, "to: subject", in whatever order. */
    sent: () => server.received.map(({ to, text }) => `${to.join()}: ${readMail(text).headers.subject}`).toSorted(),
    /** What one of them was given, in order. */
    mailsTo: (address: string) =>
      server.received.filter(({ to }) => to.join() === address).map(({ text }) => readMail(text)),
  };
}

const ANN = {
  from: { name: 'Ann', address: 'ann@example.org' },
  messageId: '<till-1@example.org>',
  date: new Date(START),
  subject: 'The till',
  text: 'It is down.\n-- \nAnn',
};

describe('a mail to somebody’s card', () => {
  it('pages them, and its sender hears who has it and that it is over', async () => {
    const { on, send, play, sent, mailsTo } = await house();
    await send(ANN);
    await play(30_000);
    expect(sent()).toEqual(['ann@example.org: Auto: The till', 'kim@example.net: Call from Ann to Kim']);
    expect(mailsTo('kim@example.net')[0]?.text).toContain('"The till: It is down." (reach Ann at ann@example.org)');
    const [incident] = on.snapshot().incidents;
    const id = (incident as NonNullable<typeof incident>).id;
    await on.engine.replies.acknowledge({ incident: id, forMs: null, note: 'a secret' }, 'Kim at this desk');
    await play(10 * MINUTE);
    await on.engine.replies.resolve({ incident: id, note: '' }, 'Kim at this desk');
    await play(10 * MINUTE);
    const answers = mailsTo('ann@example.org');
    expect(answers.map(({ text }) => text.split(/\r?\n/)[0])).toEqual([
      'Your call to Kim is in. Others are called when nobody answers.',
      'Kim has your call since 09:01 (UTC).',
      'Your call to Kim was ended by Kim at 09:11 (UTC).',
    ]);
    expect(answers[1]?.text).toMatch(/\r?\nhttps:\/\/pager\.example\.net\/call\/[\w-]{20,}\r?\n$/);
    expect(JSON.stringify(answers)).not.toContain('secret');
    expect(mailsTo('kim@example.net').at(-1)?.headers.subject).toBe('OVER: Call from Ann to Kim');
  });

  it('is answered in its thread, by a mail that no program answers', async () => {
    const { send, play, mailsTo } = await house();
    await send({ ...ANN, references: '<old@example.org>', inReplyTo: '<old@example.org>' });
    await play(30_000);
    expect(mailsTo('ann@example.org')[0]?.headers).toMatchObject({
      from: 'Watchbell <pager@example.net>',
      'in-reply-to': '<till-1@example.org>',
      references: '<old@example.org> <till-1@example.org>',
      'auto-submitted': 'auto-replied',
      'message-id': expect.stringMatching(/^<watchbell\.call-1-1-waiting-0@example\.net>$/),
    });
  });

  it('that comes again after its answer was lost is the same call', async () => {
    const { on, send, play, sent } = await house();
    await send(ANN);
    await send(ANN);
    await play(30_000);
    expect(sent()).toEqual(['ann@example.org: Auto: The till', 'kim@example.net: Call from Ann to Kim']);
    expect(await on.store.events({ types: ['incident-note'], limit: 5 })).toEqual([]);
  });

  it('of the same sender again is the same call, said once more', async () => {
    const { on, send, play, sent } = await house();
    await send(ANN);
    await play(30_000);
    await send({ ...ANN, messageId: '<till-2@example.org>', text: 'Now the scanner, too.' });
    await play(30_000);
    expect(sent()).toHaveLength(2);
    const [note] = await on.store.events({ types: ['incident-note'], limit: 5 });
    expect(note?.text).toContain('"The till: Now the scanner, too."');
  });

  it('to two of them is two calls, and one answer each', async () => {
    const { send, play, sent } = await house();
    await send({ ...ANN, to: ['kim-pager@x.example', 'sam-pager@x.example'] });
    await play(30_000);
    expect(sent()).toEqual([
      'ann@example.org: Auto: The till',
      'ann@example.org: Auto: The till',
      'kim@example.net: Call from Ann to Kim',
      'sam@example.net: Call from Ann to Sam',
    ]);
  });

  it('is taken and not answered where no channel is named for that', async () => {
    const { send, play, sent } = await house({ answerBy: null });
    expect((await send(ANN)).response).toBe('250 2.0.0 Taken');
    await play(MINUTE);
    expect(sent()).toEqual(['kim@example.net: Call from Ann to Kim']);
  });

  it('is refused when it is too much, and taken later', async () => {
    const { send, play } = await house({ card: { repeatWithin: 0 } });
    const mail = (index: number) => ({ ...ANN, messageId: `<${index}@example.org>` });
    for (let index = 0; index < 4; index += 1) {
      await send(mail(index));
    }
    await expect(send(mail(5))).rejects.toMatchObject({ responseCode: 451 });
    await play(2 * MINUTE);
    expect((await send(mail(5))).accepted).toHaveLength(1);
  });

  it('is a call also where it comes from a program without sender, date and id', async () => {
    const { send, play, mailsTo } = await house();
    const raw = readFileSync(new URL('practable-jump-lost.eml', FIXTURES));
    await send({ envelope: { from: 'practable@app.example.org', to: 'kim-pager@x.example' }, raw });
    await play(30_000);
    expect(mailsTo('kim@example.net')[0]?.headers.subject).toBe('Call from practable@app.example.org to Kim');
    expect(mailsTo('kim@example.net')[0]?.text).toContain('jump has no fresh reports so may be down');
    expect(mailsTo('practable@app.example.org')[0]?.headers).not.toHaveProperty('in-reply-to');
  });
});
