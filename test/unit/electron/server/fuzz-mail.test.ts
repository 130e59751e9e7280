/** Mails near real ones, and noise: always read, always a call in words of one line, never longer than a call may be. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMail } from '../../../../electron/server/smtp/read-mail.ts';
import { ChannelId } from '../../../../shared/model/ids.ts';
import { CallForm } from '../../../../shared/model/page-me.ts';
import { automaticBecause } from '../../../../shared/rules/mail/automatic.ts';
import { callOfMail, tellByMail } from '../../../../shared/rules/mail/call.ts';
import { htmlText } from '../../../../shared/rules/mail/html-text.ts';
import { ownWords } from '../../../../shared/rules/mail/own-words.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const FIXTURES = new URL('../../../fixtures/mails/', import.meta.url);
const REAL = readdirSync(FIXTURES).map((name) => readFileSync(new URL(name, FIXTURES), 'latin1'));

const mail = fc.oneof(...REAL.map(near), fc.string({ unit: 'binary', maxLength: 400 }));

describe('a mail, whatever it is,', () => {
  it(
    'is read, and is a call that the form would have taken',
    async () => {
      await fc.assert(
        fc.asyncProperty(mail, fc.constantFrom('', 'ann@example.org', 'a b', '\r\nx'), async (text, returnPath) => {
          const read = await readMail(Buffer.from(text, 'latin1'), returnPath);
          const form = callOfMail(read);
          expect(form.name.length).toBeGreaterThan(0);
          expect([form.name.length <= 80, form.reach.length <= 120, form.words.length <= 600]).toEqual([
            true,
            true,
            true,
          ]);
          expect(`${form.name}${form.reach}${form.words}`).toMatch(/^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u);
          expect(CallForm.shape.name.safeParse(form.name).success).toBe(true);
          const because = automaticBecause(read, { writers: 'people', isOurs: () => false });
          expect(because === null || (because.length > 0 && !/[\r\n]/.test(because))).toBe(true);
          const back = tellByMail(read, ChannelId.parse('mail'));
          expect(back === null || /^[^\s<>]+@[^\s<>]+$/.test(back.to)).toBe(true);
          expect(read.references.every((id) => /^<[^<>\s]+>$/.test(id))).toBe(true);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'has own words that stood in it',
    () => {
      const piece = fc.constantFrom<string[]>(
        'One',
        '> two',
        '-- ',
        '',
        'On 5 Jan Kim wrote:',
        'From: x',
        'Sent: y',
        '-----Original Message-----',
        ' ',
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 12 }), (lines) => {
          const words = ownWords(lines.join('\n'));
          expect(
            words.split('\n').every((line) => line === '' || lines.includes(line) || lines.includes(`${line} `)),
          ).toBe(true);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it(
    'in HTML gives no mark of its own away',
    () => {
      const piece = fc.oneof(
        fc.constantFrom(
          '<p>',
          '</p>',
          '<style>',
          '</style>',
          '<!--',
          '-->',
          '<',
          '>',
          '&lt;',
          '&#',
          ';',
          'x',
          ' ',
          '<blockquote>',
          '</blockquote>',
        ),
        fc.string({ maxLength: 8 }),
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
          expect(htmlText(pieces.join(''))).not.toMatch(/<\/?(?:p|style|blockquote)>/);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});
