import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HealthLine } from '../../../../../shared/model/practable/mail-ledger.ts';
import { type Digest, digestSubject, digestText } from '../../../../../shared/rules/practable/mail.ts';

const LINK = 'app.example.org/tenant/status';
const SUBJECT = 'app.example.org/tenant';

function recorded(name: string): { readonly subject: string; readonly text: string } {
  const raw = readFileSync(new URL(`../../../../fixtures/mails/practable-${name}.eml`, import.meta.url), 'utf8');
  const [head = '', ...body] = raw.replaceAll('\r\n', '\n').split('\n\n');
  return { subject: /^Subject: (.*)$/m.exec(head)?.[1] ?? '', text: body.join('\n\n') };
}

/** Finer than a millisecond we know no time, and the seconds of another process's life mean nothing. */
const comparable = (text: string): string =>
  text.replace(
    /^(System time: .{19})(\.\d{3})?\d* (\+0000 UTC).*$/m,
    (_line, time: string, ms = '', zone: string) => `${time}${ms.replace(/\.?0*$/, '')} ${zone}`,
  );

const aaaa00 = { stub: 'aaaa00', issues: ['missing jump'], available: false };
const bbbb00 = { stub: 'bbbb00', issues: ['missing jump', 'unhealthy bbbb00-st-data'], available: false };
const cccc00 = { stub: 'cccc00', issues: ['missing jump'], available: true };
const eeee00 = { stub: 'eeee00', issues: ['missing required eeee00-st-data'], available: false };
const well = (stub: string, available: boolean | null = true): HealthLine => ({ stub, issues: [], available });

const MAILS: readonly { readonly name: string; readonly at: string; readonly digest: Omit<Digest, 'at'> }[] = [
  {
    name: 'first',
    at: '2026-11-21T04:14:55.470Z',
    digest: { events: [well('aaaa00', false), bbbb00], alerts: [], problems: [bbbb00] },
  },
  {
    name: 'jump-lost',
    at: '2026-11-21T04:15:14.430Z',
    digest: {
      events: [aaaa00],
      alerts: ['jump has no fresh reports so may be down'],
      problems: [bbbb00, aaaa00],
    },
  },
  {
    name: 'available-with-issue',
    at: '2026-11-21T04:20:00Z',
    digest: { events: [well('dddd00'), eeee00, cccc00], alerts: [], problems: [eeee00, cccc00] },
  },
  {
    name: 'all-clear',
    at: '2026-11-21T04:30:00Z',
    digest: { events: [well('eeee00'), well('cccc00')], alerts: [], problems: [] },
  },
];

describe('the mail of a round', () => {
  it.each(MAILS)('is the recorded one: $name', ({ name, at, digest }) => {
    const { subject, text } = recorded(name);
    expect(digestSubject(digest, SUBJECT)).toBe(subject);
    expect(digestText({ at: Date.parse(at), ...digest }, LINK)).toBe(comparable(text));
  });

  it('says neither that it can be booked nor that it cannot where nobody knows', () => {
    const digest = { at: 0, events: [well('aaaa00', null)], alerts: [], problems: [{ ...aaaa00, available: null }] };
    const text = digestText(digest, null);
    expect(text).toContain('\naaaa00 ok      \n');
    expect(text).toContain('\naaaa00 --     [missing jump]\n');
    expect(text).not.toContain('please go to');
  });

  it('keeps the order of what happened to one experiment', () => {
    const events = [aaaa00, { ...aaaa00, issues: ['missing jump', 'unhealthy aaaa00-st-data'] }];
    expect(digestText({ at: 0, events, alerts: [], problems: [] }, null)).toMatch(/\[missing jump\]\n.*unhealthy/);
  });
});
