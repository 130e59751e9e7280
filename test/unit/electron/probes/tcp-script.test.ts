/** The send/expect engine without a network: HAProxy's rules, and the same verdict however the bytes are cut. */
import { describe, expect, it } from 'vitest';
import { hear, nextMove, SCRIPT_START, waitedFor } from '../../../../electron/probes/tcp-script.ts';
import { compile, play } from '../../../harness/tcp-play.ts';

describe('a script', () => {
  it.each([
    { story: 'is done when nothing is asked', script: [], chunks: [], verdict: 'pass' },
    { story: 'waits while nothing has come', script: [{ expect: 'OK' }], chunks: [], verdict: 'wait' },
    { story: 'waits for the rest', script: [{ expect: 'OK' }], chunks: ['O'], verdict: 'wait' },
    { story: 'finds what came in two', script: [{ expect: 'OK' }], chunks: ['O', 'K'], verdict: 'pass' },
    { story: 'finds a substring, as HAProxy does', script: [{ expect: 'OK' }], chunks: ['BROKEN'], verdict: 'pass' },
    { story: 'minds the case', script: [{ expect: 'OK' }], chunks: ['ok', 'end'], verdict: 'wrong-content at 1' },
    { story: 'sees bytes, not letters', script: [{ expect: 'ü' }], chunks: [Buffer.from('ü')], verdict: 'pass' },
    { story: 'reads hex with blanks', script: [{ expectHex: '0d 0A' }], chunks: ['x\r\n'], verdict: 'pass' },
    { story: 'lets a pattern span lines', script: [{ expectRegex: 'a.b' }], chunks: ['a\nb'], verdict: 'pass' },
    {
      story: 'looks at the same bytes with each expectation in a row',
      script: [{ expect: 'b' }, { expect: 'a' }],
      chunks: ['ab'],
      verdict: 'pass',
    },
    {
      story: 'forgets what came before a send',
      script: [{ expect: '220' }, { send: 'QUIT' }, { expect: '220' }],
      chunks: ['220', 'end'],
      verdict: 'closed at 3',
    },
    {
      story: 'decides nothing before the least length',
      script: [{ expect: 'ERR', not: true, minLength: 8 }],
      chunks: ['ERR', '1234'],
      verdict: 'wait',
    },
    {
      story: 'fails for what must not be there, once the least length has come',
      script: [{ expect: 'ERR', not: true, minLength: 8 }],
      chunks: ['ERR', '12345'],
      verdict: 'wrong-content at 1',
    },
    {
      story: 'is content with its absence then',
      script: [{ expect: 'ERR', not: true, minLength: 8 }],
      chunks: ['fine', 'fine'],
      verdict: 'pass',
    },
    {
      story: 'is content with its absence at the end, however little came',
      script: [{ expect: 'ERR', not: true, minLength: 8 }],
      chunks: ['ok', 'end'],
      verdict: 'pass',
    },
    {
      story: 'takes a least length for enough to see that something is missing (min-recv)',
      script: [{ expect: 'OK', minLength: 4 }],
      chunks: ['fail'],
      verdict: 'wrong-content at 1',
    },
    {
      story: 'fails when the buffer is full',
      script: [{ expect: 'OK' }],
      chunks: ['x'.repeat(63), 'xOK'],
      verdict: 'too-large at 1',
    },
    {
      story: 'fails when nothing came before the end',
      script: [{ expect: 'OK' }],
      chunks: ['end'],
      verdict: 'closed at 1',
    },
  ])('$story', ({ script, chunks, verdict }) => {
    expect(play(script, chunks).verdict).toBe(verdict);
  });

  it('says of a failing step what it is for, and what it amounts to', () => {
    const steps = compile([{ expect: 'OK', name: 'health', level: 'performance_issues' }]);
    const state = hear(SCRIPT_START, Buffer.from('SLOW'), 64);
    expect(nextMove(steps, { ...state, ended: true }, 64)).toMatchObject({
      failure: { detail: 'health: closed without "OK", got "SLOW"', step: 1, level: 'performance_issues' },
    });
    expect(waitedFor(steps, state, '10 s')).toEqual({
      detail: 'health: no "OK" within 10 s, got "SLOW"',
      step: 1,
      level: 'performance_issues',
    });
  });

  it('begins TLS where it is told to, and forgets what came before', () => {
    const steps = compile([{ expect: 'go' }, { starttls: true }, { expect: 'go' }]);
    const move = nextMove(steps, hear(SCRIPT_START, Buffer.from('go on'), 64), 64);
    expect(move).toMatchObject({ kind: 'starttls', state: { done: 2, seen: '' } });
    expect(nextMove(steps, { ...SCRIPT_START, done: 1, ended: true }, 64)).toMatchObject({
      failure: { kind: 'closed', detail: 'closed before step 2 could begin TLS', step: 2 },
    });
  });

  it('sends bytes as they were written', () => {
    expect(play([{ send: 'PING\\r\\n' }, { sendHex: 'ff 00' }], []).sent).toEqual(['PING\r\n', '\xff\x00']);
  });
});
