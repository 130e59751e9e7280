/** Mails as real programs write them, byte by byte: who calls, where they can be reached, and what is wrong. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMail } from '../../../../electron/server/smtp/read-mail.ts';
import { ChannelId } from '../../../../shared/model/ids.ts';
import type { CallForm } from '../../../../shared/model/page-me.ts';
import { callOfMail, mailName, tellByMail } from '../../../../shared/rules/mail/call.ts';

const FIXTURES = new URL('../../../fixtures/mails/', import.meta.url);
const bytesOf = (name: string): Buffer => readFileSync(new URL(`${name}.eml`, FIXTURES));
const read = (name: string, returnPath = 'bounces@example.org') => readMail(bytesOf(name), returnPath);
const readText = (text: string, returnPath = 'ann@example.org') =>
  readMail(Buffer.from(text.replaceAll('\n', '\r\n')), returnPath);

describe('a mail', () => {
  it.each<[string, CallForm]>([
    [
      'gmail-reply',
      {
        name: 'Ann Lee',
        reach: 'ann.lee@example.org',
        words: 'Re: Till in the shop: It is down again, nobody can pay. Café as well.',
      },
    ],
    [
      'latin-1-base64',
      {
        name: 'Björn Weiß',
        reach: 'lager@example.org',
        words: 'Kühlung im Lager – dringend: Hallo Kim, die Kühlung im Lager steht, es sind 14 °C.',
      },
    ],
    [
      'html-only',
      {
        name: 'Shop, Front',
        reach: 'front@example.org',
        words: 'Card reader: The card reader says "E 17" & beeps – since 7:40. Nobody can pay. Please call.',
      },
    ],
    [
      'outlook-reply',
      {
        name: "Sam O'Neill (Accounting)",
        reach: 'sam.oneill@example.org',
        words: 'RE: Month end: The ledger won’t close – we pay wages today.',
      },
    ],
    [
      'forwarded',
      {
        name: 'ann@example.org',
        reach: 'ann@example.org',
        words:
          'Fwd: Disk full on db1: -----Original Message----- From: root@db1.example.org Sent: Monday, 5 January 2026 07:59 Subject: Disk full on db1 /var is at 100 %',
      },
    ],
    ['signed-phone', { name: 'ann@example.org', reach: 'ann@example.org', words: 'Die Tür geht nicht auf ✋' }],
    ['attachment-only', { name: 'Scanner', reach: 'scanner@example.org', words: 'Photo of the error' }],
    [
      'practable-jump-lost',
      {
        name: 'bounces@example.org',
        reach: 'bounces@example.org',
        words: expect.stringMatching(
          /^app\.example\.org\/tenant 1 new health events: System time: .* System alerts: jump has no fresh reports .* aaaa00 >< U \[missing jump\]/,
        ),
      },
    ],
  ])('%s says', async (name, form) => {
    expect(callOfMail(await read(name))).toEqual(form);
  });

  it.each(['practable-first', 'practable-jump-lost', 'practable-available-with-issue', 'practable-all-clear'])(
    'without sender, date and id (%s) is one all the same',
    async (name) => {
      const mail = await read(name);
      expect(mail).toMatchObject({ from: null, date: null, messageId: null, autoSubmitted: null });
      expect(mail.text).toContain('For the latest complete status information');
      expect(mailName(mail)).toBeNull();
    },
  );

  it.each<[string, string, Partial<CallForm>]>([
    ['that is empty', '', { name: 'ann@example.org', words: '(a mail without words)' }],
    ['that is a header and nothing else', 'Subject: Help\n\n', { words: 'Help' }],
    ['that has no header', 'The shop is down\nand burns', { words: 'The shop is down and burns' }],
    ['that has no header, but a colon', 'The shop: it is down\n', { words: 'The shop: it is down' }],
    ['of a group', 'From: Team: a@x.example, b@y.example;\n\nDown', { name: 'a@x.example', reach: 'a@x.example' }],
    ['of nobody', 'From: \nSubject: Down\n\n', { name: 'ann@example.org', reach: 'ann@example.org' }],
    ['with line ends in its subject', 'Subject: =?utf-8?Q?a=0D=0Ab?=\n\nc', { words: 'a b: c' }],
    ['with a broken charset', 'Subject: x\nContent-Type: text/plain; charset=klingon\n\nDown', { words: 'x: Down' }],
    [
      'with parts that never end',
      'Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nDown',
      { words: 'x: Down' },
    ],
    ['that turns the line around', 'Subject: \u202e\u2066Down\n\n', { words: 'Down' }],
  ])('%s is read', async (_, text, form) => {
    expect(callOfMail(await readText(text))).toMatchObject(form);
  });

  it('is cut on a word where it is longer than a call may be', async () => {
    const { words, name, reach } = callOfMail(
      await readText(
        `From: ${'Ann '.repeat(60)}<${'a'.repeat(200)}@example.org>\nSubject: ${'down '.repeat(500)}\n\n${'x '.repeat(9_000)}`,
      ),
    );
    expect(words).toMatch(/^(down )+down\.\.\.$/);
    expect([words.length <= 600, name.length <= 80, reach.length <= 120]).toEqual([true, true, true]);
  });

  it('is known by its id and its date: a device that numbers nothing is not taken for one that repeats itself', async () => {
    const at = (date: string) => readText(`Message-ID: <1@device>\nDate: ${date}\n\nx`);
    const names = (await Promise.all([at('Mon'), at('Mon'), at('Tue')])).map(mailName);
    expect(names[0]).toBe('<1@device> Mon');
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
  });
});

describe('the way back to the sender of a mail', () => {
  const channel = ChannelId.parse('mail');

  it('is its return path, in the thread of the mail', async () => {
    expect(tellByMail(await read('gmail-reply'), channel)).toEqual({
      way: 'mail',
      channel,
      to: 'bounces@example.org',
      subject: 'Re: Till in the shop',
      messageId: '<CAF+abc123=xyz@mail.example.org>',
      references: ['<old-1@example.net>', '<old-2@example.net>'],
    });
  });

  it.each(['', 'nobody', 'a b@example.org', 'a@example.org\r\nRCPT TO:<x@y>', '<a@example.org>', 'ä@example.org'])(
    'is none where the return path is %j',
    async (returnPath) => {
      expect(tellByMail(await read('gmail-reply', returnPath), channel)).toBeNull();
    },
  );
});
