/** The agent's line: one line that HAProxy's manual knows, and that our own reader of such lines understands as it was meant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardAgent, judgeAgent, parseAgentLine, SILENT_AGENT } from '../../../../../electron/probes/agent-line.ts';
import { agentLine, ownAgentLine } from '../../../../../shared/rules/health-port/agent-line.ts';
import type { Subject } from '../../../../../shared/rules/health-port/picture.ts';
import { verdictOf } from '../../../../../shared/rules/health-port/verdict.ts';
import { aBeat, arbitrary, WARMING } from '../../../../harness/health.ts';

const WEIGHTS = { performance_issues: 50, partial_outage: 25 };
const blind = aBeat({ watcher: { watching: false, because: 'Offline' } });
const draining = aBeat({ phase: { kind: 'draining', reason: 'update' } });

const about = (subject: Subject | null, beat = aBeat(), ageMs = 0): string =>
  agentLine(subject, { beat }, verdictOf({ beat, ageMs }), WEIGHTS);
const shop = (change: Partial<Subject>): Subject => ({
  status: 'operational',
  because: '',
  maintenance: null,
  ...change,
});

describe('the line about ourselves', () => {
  it.each([
    { beat: aBeat(), ageMs: 0, line: 'ready up 100%' },
    { beat: draining, ageMs: 0, line: 'up drain #Draining: update' },
    { beat: blind, ageMs: 0, line: 'down #Not watching: Offline' },
    {
      beat: aBeat({ warmUp: WARMING }),
      ageMs: 0,
      line: 'down #Warmup in progress: 3 of 12 checks have answered',
    },
    { beat: draining, ageMs: 9_000, line: 'down #Not watching: main process has not answered for 9 s' },
  ])('is $line', ({ beat, ageMs, line }) => {
    expect(ownAgentLine(verdictOf({ beat, ageMs }))).toBe(line);
  });
});

describe('the line about a component', () => {
  it.each([
    { subject: shop({}), line: 'ready up 100%' },
    { subject: shop({ status: 'performance_issues', because: 'p95 900 ms' }), line: 'ready up 50% #p95 900 ms' },
    { subject: shop({ status: 'partial_outage' }), line: 'ready up 25%' },
    { subject: shop({ status: 'major_outage', because: 'db\nlost' }), line: 'ready down #db lost' },
    { subject: shop({ status: 'under_maintenance', because: 'booting' }), line: 'up drain #booting' },
    { subject: shop({ status: 'unknown', because: '' }), line: '#not known yet' },
    { subject: shop({ status: 'major_outage', maintenance: 'new rack' }), line: 'maint #new rack' },
    { subject: null, line: '#not watched' },
  ])('is $line', ({ subject, line }) => {
    expect(about(subject)).toBe(line);
  });

  it.each([
    { story: 'we see nothing', beat: blind, ageMs: 0, line: '#Not watching: Offline' },
    {
      story: 'nobody lives',
      beat: aBeat(),
      ageMs: 8_000,
      line: '#Not watching: main process has not answered for 8 s',
    },
    { story: 'we drain and see', beat: draining, ageMs: 0, line: 'ready up 100%' },
    { story: 'we drain and see nothing', beat: { ...draining, watcher: null }, ageMs: 0, line: '#Draining: update' },
  ])('while $story is $line: our trouble is not its', ({ beat, ageMs, line }) => {
    expect(about(shop({}), beat, ageMs)).toBe(line);
  });
});

describe('any line', () => {
  it('is one line in HAProxy’s words, and is read as it was meant', () => {
    fc.assert(
      fc.property(arbitrary.circumstances, ({ beat, ageMs, picture }) => {
        const verdict = verdictOf({ beat, ageMs });
        const subject = picture?.subject ?? null;
        for (const line of [ownAgentLine(verdict), agentLine(subject, { beat }, verdict, WEIGHTS)]) {
          expect(line).toMatch(/^(?:(?:ready )?(?:up \d+%|down)|up drain|maint)?(?:(?:^| )#[^\r\n]+)?$/);
          expect(line).not.toBe('');
          const read = parseAgentLine(line);
          expect(read.unknown).toEqual([]);
          const says = judgeAgent(read, heardAgent(SILENT_AGENT, read));
          expect(says === null).toBe(line.startsWith('ready up'));
        }
        expect(ownAgentLine(verdict).startsWith('ready up')).toBe(verdict.kind === 'healthy');
      }),
    );
  });
});
