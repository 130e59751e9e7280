/** Hosts that have nothing to do with each other, for what happens when many of them fail at once. */
import type { ProbeOutcome } from '../../shared/model/observation.ts';
import type { TestEngine } from './engine.ts';
import { type FileInput, fileOf } from './watch-story.ts';

/** A connect that nobody answers: the target may be gone, or we. */
export const LOST: ProbeOutcome = {
  kind: 'fail',
  failure: { kind: 'timeout', phase: 'connect', detail: 'no answer within 10 s' },
  timings: { totalMs: 10_000 },
};

/** h0, h1 … */
export const hostNames = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `h${index}`);

/** A component of each, with one check. */
export const hostsFile = (ids: readonly string[], change: Partial<FileInput> = {}): FileInput =>
  fileOf({
    components: ids.map((id) => ({ id, name: id, checks: [{ type: 'tcp' as const, host: `${id}.example`, port: 1 }] })),
    ...change,
  });

export const witnessed = { settings: { witnesses: ['w1.example:443', 'w2.example:53'] } };

/** All of these answer so from now on. */
export function answerAll(one: TestEngine, outcome: ProbeOutcome, ids: readonly string[]): void {
  for (const id of ids) {
    one.target(id, outcome);
  }
}
