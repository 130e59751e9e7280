/** Whatever a service says first: a verdict or a wait, words that fit a pager, and the same verdict however it was cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presetPlan } from '../../../../electron/probes/tcp-presets.ts';
import { hear, type Move, nextMove, type Plan, SCRIPT_START } from '../../../../electron/probes/tcp-script.ts';
import type { TcpPreset } from '../../../../shared/model/checks/tcp.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex').toString('latin1');

/** What real servers said, in the order of the preset's questions (Latin-1). Recorded from Debian 12's packages. */
const RECORDED: Readonly<Record<TcpPreset, readonly string[]>> = {
  smtp: ['220 mail.test ESMTP Postfix\r\n', '250-mail.test\r\n250-PIPELINING\r\n250 CHUNKING\r\n', '221 2.0.0 Bye\r\n'],
  'smtp-starttls': [
    '220 mail.test ESMTP Postfix\r\n',
    '250-mail.test\r\n250-STARTTLS\r\n250 CHUNKING\r\n',
    '220 2.0.0 Ready to start TLS\r\n',
    '250-mail.test\r\n250 CHUNKING\r\n',
    '221 2.0.0 Bye\r\n',
  ],
  imap: [
    '* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Dovecot (Debian) ready.\r\n',
    '* BYE Logging out\r\nw OK Logout completed.\r\n',
  ],
  redis: ['-NOAUTH Authentication required.\r\n'],
  memcached: ['VERSION 1.6.18\r\n'],
  mysql: [
    bytes(
      `640000000a352e352e352d31302e31312e31392d4d6172696144422d302b646562313275310003000000573852716529377700fef7080200ff8115
       0000000000001d000000735c52652835715c592a6231006d7973716c5f6e61746976655f70617373776f726400`,
    ),
    `${bytes('4c000002 ff1504')}#28000Access denied for user 'watchbell'@'localhost' (using password: NO)`,
  ],
  postgres: [`${bytes('52 00000017 0000000a')}SCRAM-SHA-256\0\0`],
  ldap: [bytes('300c 020101 6107 0a0100 0400 0400')],
  ssh: ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u5\r\n'],
};
const POSTGRES_ERROR = `E${bytes('00000055')}SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0Fpostmaster.c\0L2315\0RProcessStartupPacket\0\0`;

const MAX_BUFFER = 16 * 1024;

/** Plays a preset against what is said after each send, cut into pieces of `size`; then the other side hangs up. */
function play(
  { steps }: Plan,
  answers: readonly string[],
  size: number,
): Exclude<Move, { kind: 'send' | 'wait' | 'starttls' }> {
  let state = SCRIPT_START;
  const left = [...answers];
  let waiting = steps[0]?.kind === 'read' ? (left.shift() ?? '') : '';
  for (;;) {
    const move = nextMove(steps, state, MAX_BUFFER);
    switch (move.kind) {
      case 'pass':
      case 'fail':
        return move;
      case 'send':
        state = move.state;
        waiting = left.shift() ?? '';
        break;
      case 'starttls':
        state = move.state;
        break;
      case 'wait':
        state =
          waiting === ''
            ? { ...move.state, ended: true }
            : hear(move.state, Buffer.from(waiting.slice(0, size), 'latin1'), MAX_BUFFER);
        waiting = waiting.slice(size);
        break;
    }
  }
}

const presets = Object.entries(RECORDED) as [TcpPreset, readonly string[]][];

describe.each(presets)('preset %s', (preset, recorded) => {
  const plan = presetPlan(preset, false);

  it('passes with what the real server said, in one piece or byte by byte', () => {
    expect([play(plan, recorded, 4_096).kind, play(plan, recorded, 1).kind]).toEqual(['pass', 'pass']);
  });

  it(
    'comes to one verdict for anything like it, with words that fit a pager',
    () => {
      const answers = fc.tuple(
        ...recorded.map((answer) => fc.oneof(near(answer), fc.constant(answer), fc.string({ maxLength: 40 }))),
      );
      fc.assert(
        fc.property(answers, (said) => {
          const move = play(plan, said, 4_096);
          const detail = move.kind === 'fail' ? move.failure.detail : JSON.stringify(move.readings);
          expect(detail).not.toMatch(/[\p{Cc}\n]/u);
          expect(detail.length).toBeLessThan(500);
        }),
        FUZZ,
      );
    },
    FUZZ_TIMEOUT_MS,
  );
});

it(
  'an error of PostgreSQL is read whole or not at all, wherever it is cut',
  () => {
    const plan = presetPlan('postgres', false);
    expect(play(plan, [POSTGRES_ERROR], 1)).toMatchObject({ failure: { kind: 'starting' } });
    fc.assert(
      fc.property(fc.oneof(near(POSTGRES_ERROR), fc.string()), (said) => {
        expect(['pass', 'fail']).toContain(play(plan, [said], 7).kind);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
