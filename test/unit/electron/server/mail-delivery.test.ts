/** What the mail gateway says to an address and to a mail: whom it takes, whom it refuses, and that it never takes half of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDelivery } from '../../../../electron/server/smtp/delivery.ts';
import { readMail } from '../../../../electron/server/smtp/read-mail.ts';
import type { MailFate, MailReceiver } from '../../../../electron/server/smtp/receiver.ts';

const FIXTURES = new URL('../../../fixtures/mails/', import.meta.url);
const read = (name: string, returnPath = 'bounces@example.org') =>
  readMail(readFileSync(new URL(`${name}.eml`, FIXTURES)), returnPath);

function desk(fates: Readonly<Record<string, MailFate>> = {}, domains: readonly string[] = []) {
  const taken: string[] = [];
  const receiver = (names: readonly string[], writers: 'people' | 'programs'): MailReceiver => ({
    knows: (name) => (names.includes(name.toLowerCase()) ? writers : null),
    take: (name) => {
      taken.push(name);
      return Promise.resolve(fates[name] ?? 'taken');
    },
  });
  const delivery = createDelivery({
    receivers: [receiver(['kim', 'sam', 'joe'], 'people'), receiver(['alarms-7f3a', 'kim'], 'programs')],
    domains: () => domains,
    isOurs: (address) => address.toLowerCase() === 'pager@example.org',
  });
  return { taken, ...delivery };
}

describe('an address', () => {
  it.each<[string, string, readonly string[], number | null]>([
    ['kim@pager.example.org', 'ann@example.org', [], null],
    ['KIM@anywhere.example', 'ann@example.org', [], null],
    ['kim', 'ann@example.org', [], null],
    ['"kim"@x.example', 'ann@example.org', [], null],
    ['kim@Pager.Example.org', 'ann@example.org', ['pager.example.org'], null],
    ['kim@other.example', 'ann@example.org', ['pager.example.org'], 550],
    ['kim@pager.example.org.evil.example', 'ann@example.org', ['pager.example.org'], 550],
    ['nobody@pager.example.org', 'ann@example.org', [], 550],
    ['kim%other.example@pager.example.org', 'ann@example.org', [], 550],
    ['@pager.example.org', 'ann@example.org', [], 550],
    ['kim@pager.example.org', '', [], 550],
    ['alarms-7f3a@pager.example.org', '', [], 550],
  ])('%s from <%s>, domains %j', (address, returnPath, domains, code) => {
    const refusal = desk({}, domains).refusal(address, returnPath);
    expect(refusal?.code ?? null).toBe(code);
  });
});

describe('a mail', () => {
  it.each<[string, string, string, string]>([
    ['gmail-reply', 'ann@example.org', 'kim', '250'],
    ['practable-first', 'practable@example.org', 'kim', '250'],
    ['outlook-reply', 'sam@example.org', 'kim', '250'],
    ['out-of-office', 'ann@example.org', 'kim', '550 Auto-Submitted is auto-replied'],
    ['newsletter', 'news@shop.example', 'kim', '550 Precedence is bulk'],
    ['nagios', 'nagios@example.org', 'kim', '550 Auto-Submitted is auto-generated'],
    ['nagios', 'nagios@example.org', 'alarms-7f3a', '250'],
    ['newsletter', 'news@shop.example', 'alarms-7f3a', '250'],
    ['read-receipt', 'ann@example.org', 'kim', '550 it reports on another mail'],
    ['read-receipt', 'ann@example.org', 'alarms-7f3a', '550 it reports on another mail'],
    ['gmail-reply', 'MAILER-DAEMON@example.org', 'alarms-7f3a', '550 it comes from a mail server itself'],
    ['gmail-reply', 'Pager@example.org', 'kim', '550 it comes from this house'],
    ['gmail-reply', '', 'kim', '550 its return path is empty'],
  ])('%s from <%s> to %s: %s', async (name, returnPath, to, said) => {
    const { deliver, taken } = desk();
    const { code, text } = await deliver(await read(name, returnPath), [`${to}@pager.example.org`]);
    const [wanted, because = ''] = [said.slice(0, 3), said.slice(4)];
    expect(code).toBe(Number(wanted));
    expect(text).toContain(because);
    expect(taken).toEqual(wanted === '250' ? [to] : []);
  });

  it.each<[string, Record<string, MailFate>, number]>([
    ['all of them', {}, 250],
    ['nobody, for it was too much', { kim: 'too-many', sam: 'too-many' }, 451],
    ['one of them, for it was too much: the other is not called twice, by its id', { sam: 'too-many' }, 451],
    ['one of them, for the other is gone', { sam: 'unknown' }, 451],
    ['nobody, for all are gone', { kim: 'unknown', sam: 'unknown' }, 550],
  ])('to two calls %s', async (_, fates, code) => {
    const { deliver } = desk(fates);
    expect((await deliver(await read('gmail-reply', 'ann@example.org'), ['kim@x', 'sam@x'])).code).toBe(code);
  });

  it('to a person and a program is not taken by the person when it is automatic', async () => {
    const { deliver, taken } = desk();
    const reply = await deliver(await read('nagios', 'nagios@example.org'), ['joe@x', 'alarms-7f3a@x']);
    expect(taken).toEqual(['alarms-7f3a']);
    expect(reply.code).toBe(250);
  });
});
