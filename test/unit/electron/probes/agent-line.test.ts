/** HAProxy's agent-check line, against what a real HAProxy 2.6 made of the same replies (test/fixtures/haproxy). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  heardAgent,
  judgeAgent,
  parseAgentLine,
  SILENT_AGENT,
  wholeLine,
} from '../../../../electron/probes/agent-line.ts';

const replies: readonly { readonly reply: string; readonly status: string }[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/haproxy/agent-replies.json', import.meta.url), 'utf8'),
);

/** What an agent that said these lines, one after the other, stands by: `pass`, or kind and words. */
function told(...lines: readonly string[]): string {
  let state = SILENT_AGENT;
  let verdict = 'nothing heard';
  for (const text of lines) {
    const line = parseAgentLine(text);
    state = heardAgent(state, line);
    const objection = judgeAgent(line, state);
    verdict = objection === null ? 'pass' : `${objection.kind}: ${objection.detail}`;
  }
  return verdict;
}

describe('an agent line', () => {
  it('is made of each recorded reply what HAProxy made of it, and what HAProxy ignored is said', () => {
    for (const { reply, status } of replies) {
      const line = wholeLine(reply);
      const verdict = line === null ? 'wrong-content: no end' : told(line);
      const expected =
        /IGNORED/.test(status) || reply === 'garbage\n'
          ? 'wrong-content'
          : /^DOWN/.test(status)
            ? 'said-failing'
            : /DRAIN|MAINT/.test(status) || reply.startsWith('0%')
              ? 'draining'
              : 'pass';
      expect([reply, verdict.split(':')[0]]).toEqual([reply, expected]);
    }
  });

  it.each([
    { lines: ['up'], says: 'pass' },
    { lines: ['UP\t75%,maxconn:30'], says: 'pass' },
    { lines: ['up down'], says: 'said-failing: its agent says down' },
    { lines: ['down up'], says: 'pass' },
    { lines: ['down #db lost'], says: 'said-failing: its agent says down: db lost' },
    { lines: ['stopped # gone for lunch'], says: 'said-failing: its agent says stopped: gone for lunch' },
    { lines: ['failed'], says: 'said-failing: its agent says failed' },
    { lines: ['fail,drain'], says: 'said-failing: its agent says fail' },
    { lines: ['down maint #new disk'], says: 'draining: in maintenance by its agent (maint): new disk' },
    { lines: ['drain 50%'], says: 'draining: draining by its agent (drain)' },
    { lines: ['0%'], says: 'draining: takes nothing new: its agent says 0%' },
    { lines: ['down', '50%'], says: 'said-failing: its agent says down' },
    { lines: ['down #db lost', '50%'], says: 'said-failing: its agent says down: db lost' },
    { lines: ['down', 'ready'], says: 'said-failing: its agent says down' },
    { lines: ['down', 'up'], says: 'pass' },
    { lines: ['drain', 'up'], says: 'draining: draining by its agent (drain)' },
    { lines: ['drain', 'up ready'], says: 'pass' },
    { lines: ['maint', 'ready'], says: 'pass' },
    { lines: ['0%', 'up 100%'], says: 'pass' },
    { lines: ['up wobbly'], says: 'pass' },
    { lines: [''], says: 'wrong-content: the agent answered an empty line' },
    { lines: ['# only words'], says: 'wrong-content: the agent answered a comment and no word' },
    {
      lines: ['down#db lost'],
      says: 'wrong-content: the agent answered "down#db", which HAProxy ignores: a blank is missing before the #',
    },
    {
      lines: ['up', 'hello'],
      says: 'wrong-content: the agent answered "hello", which is no word of HAProxy\'s agent-check',
    },
  ])('$lines says $says', ({ lines, says }) => {
    expect(told(...lines)).toBe(says);
  });

  it.each([
    { received: 'up\n', line: 'up' },
    { received: 'up\r\nmore', line: 'up' },
    { received: 'up\r', line: 'up' },
    { received: 'up', line: null },
    { received: '\n', line: '' },
  ])('ends in LF or CR: $received', ({ received, line }) => {
    expect(wholeLine(received)).toBe(line);
  });
});
