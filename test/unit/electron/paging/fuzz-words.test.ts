/** Whatever a receiver, or a notification daemon, says: a meaning of the few that there are, and words on one line. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ended } from '../../../../electron/paging/channels/child.ts';
import { findDaemon } from '../../../../electron/paging/channels/notice-daemon.ts';
import { excerptOf, LONGEST_WAIT_MS, retryAfterMs, verdictOf } from '../../../../shared/rules/http/verdict.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

/** Recorded from gdbus and dbus-send with xfce4-notifyd 0.7. */
const INFORMATION = "('Xfce Notify Daemon', 'Xfce', '0.7.3', '1.2')\n";
const CAPABILITIES = "(['actions', 'body', 'body-hyperlinks', 'body-markup', 'icon-static'],)\n";
const DBUS_SEND = 'method return time=1 sender=:1.7\n   string "dunst"\n   string "knopwob"\n   string "1.9.0"\n';

const output = fc.oneof(near(INFORMATION), near(CAPABILITIES), near(DBUS_SEND), fc.string({ unit: 'binary' }));
const ended: fc.Arbitrary<Ended> = fc.oneof(
  fc.record({
    kind: fc.constant('ended' as const),
    code: fc.constantFrom(0, 0, 0, 1, 255),
    stdout: output,
    stderr: output,
  }),
  fc.constantFrom<Ended>({ kind: 'missing' }, { kind: 'late' }),
);
const SESSION = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
const asked = (answers: readonly Ended[]) => {
  const left = [...answers];
  return findDaemon(async () => left.shift() ?? { kind: 'missing' }, SESSION, new AbortController().signal);
};

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('every status has a meaning, and only 2xx is a page that was taken', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(199, 200, 299, 300, 399, 400), fc.integer({ min: 0, max: 999 }), fc.integer()),
        (status) => {
          const verdict = verdictOf(status);
          expect(['accepted', 'redirected', 'try-later', 'refused']).toContain(verdict);
          expect(verdict === 'accepted').toBe(status >= 200 && status <= 299);
        },
      ),
      FUZZ,
    );
  });

  it('a wait that is asked for is between nothing and an hour, or not asked for', () => {
    const value = fc.oneof(fc.string(), near('120'), near('Sat, 21 Nov 2026 05:00:00 GMT'), fc.constant(undefined));
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 8.64e15 }), (text, now) => {
        const ms = retryAfterMs(text, now);
        expect(ms === undefined || (ms >= 0 && ms <= LONGEST_WAIT_MS)).toBe(true);
      }),
      FUZZ,
    );
    expect(retryAfterMs('120', 0)).toBe(120_000);
  });

  it('the words of a body are one line, and of a page no tags', () => {
    const body = fc.oneof(near('<html><head><title>502 Bad\nGateway</title></head>'), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(body, (text) => {
        const words = excerptOf(text);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(words).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
        expect(words === '' || words.startsWith(': ')).toBe(true);
        expect(words.length).toBeLessThanOrEqual(text.length + 2);
      }),
      FUZZ,
    );
    expect(excerptOf('<title>502 Bad Gateway</title>')).toBe(': 502 Bad Gateway');
  });

  it('a notification daemon is there, absent, silent or was not asked, whatever the tools print', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(ended, { maxLength: 4 }), async (answers) => {
        const daemon = await asked(answers);
        switch (daemon.kind) {
          case 'there':
            expect(daemon.name).not.toBe('');
            expect(daemon.name).not.toMatch(/undefined|\p{Cc}/u);
            expect(daemon.name.length).toBeLessThan(200);
            break;
          case 'absent':
            expect(daemon.fix).not.toBe('');
            break;
          case 'silent':
          case 'unasked':
            break;
        }
      }),
      FUZZ,
    );
    const said = (stdout: string): Ended => ({ kind: 'ended', code: 0, stdout, stderr: '' });
    expect(await asked([said(INFORMATION), said(CAPABILITIES)])).toEqual({
      kind: 'there',
      name: 'Xfce Notify Daemon 0.7.3',
      markup: true,
    });
  });
});
