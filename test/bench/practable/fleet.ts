/**
 * So many experiments with five streams each, and what relay and jump say of them: a few of the streams change from report to report.
 */
import type { BookResource } from '../../harness/practable/book.ts';
import { host, stream } from '../../harness/practable/messages.ts';

const STREAMS = ['data', 'video', 'audio', 'log', 'control'];
/** Each stream has a viewer, whose connection is in the report as well. */
const VIEWERS = 1;

export interface Fleet {
  readonly resources: Record<string, BookResource>;
  readonly jump: string;
  /** The next report, and how many streams are otherwise than in the one before. */
  next(): { readonly relay: string; readonly changes: number };
}

/** @param changing how many streams change with each report */
export function createFleet(experiments: number, changing: number): Fleet {
  const stubs = Array.from({ length: experiments }, (_, number) => `exp${String(number).padStart(4, '0')}`);
  const topics = stubs.flatMap((stub) => STREAMS.map((name) => `${stub}-st-${name}`));
  const wrong = new Set<string>();
  let turn = 0;

  /** Silent or missing, by turns; back again when its turn comes once more. */
  function change(): void {
    for (let step = 0; step < changing; step += 1) {
      const topic = topics[(turn * changing + step * 97) % topics.length] ?? '';
      if (!wrong.delete(topic)) {
        wrong.add(topic);
      }
    }
    turn += 1;
  }

  return {
    resources: Object.fromEntries(
      stubs.map((stub) => [`r-${stub}`, { topic_stub: stub, streams: STREAMS.map((name) => `st-${name}`) }]),
    ),
    jump: JSON.stringify(stubs.map(host)),
    next() {
      const before = new Set(wrong);
      change();
      const elements = topics.flatMap((topic, index) => {
        const own = !wrong.has(topic) ? [stream(topic, index % 900)] : index % 2 === 0 ? [stream(topic, 'Never')] : [];
        const viewer = { ...stream(topic, 'Never'), scopes: ['read'] };
        return [...own, ...Array.from({ length: VIEWERS }, () => viewer)];
      });
      const changes = topics.filter((topic) => wrong.has(topic) !== before.has(topic)).length;
      return { relay: JSON.stringify(elements), changes };
    },
  };
}
