/**
 * Which topics of relay belong to an experiment: `<stub>-st-<stream>`.
 */

export interface StreamTopic {
  readonly stub: string;
  /** As book has it, without the stub: `st-data`. */
  readonly stream: string;
}

const MARK = '-st-';

/**
 * Null: it is none of an experiment. Both parts may hold the mark themselves: then it is cut where an experiment is known, else at the
 * first mark.
 */
export function streamTopic(topic: string, isKnown: (stub: string) => boolean = () => false): StreamTopic | null {
  let found: StreamTopic | null = null;
  for (let at = topic.indexOf(MARK, 1); at > 0 && at + MARK.length < topic.length; at = topic.indexOf(MARK, at + 1)) {
    const cut = { stub: topic.slice(0, at), stream: topic.slice(at + 1) };
    if (isKnown(cut.stub)) {
      return cut;
    }
    found ??= cut;
  }
  return found;
}
