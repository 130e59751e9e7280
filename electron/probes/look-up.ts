/**
 * The `dns` phase of a try: from a name to its addresses.
 *
 * Time that a lookup spent waiting for other lookups is ours: when it was most of what the try had, nobody is blamed.
 */
import { isIP } from 'node:net';
import { formatDuration } from '../../shared/model/duration.ts';
import type { Attempt } from './attempt.ts';
import type { Answered, LookupWishes, Names } from './names.ts';

/** An address is its own answer, and has no such phase. Nothing is called once the attempt is over. */
export function lookUp(
  host: string,
  attempt: Attempt,
  names: Names,
  answered: Answered,
  { anew = false }: Pick<LookupWishes, 'anew'> = {},
): void {
  if (isIP(host) !== 0) {
    answered(null, [host], false);
    return;
  }
  const { clock } = attempt;
  const from = clock.monotonicMs();
  let askedAt: number | null = null;
  attempt.enter('dns');
  attempt.ownDelay = () => {
    const now = clock.monotonicMs();
    const waited = (askedAt ?? now) - from;
    return waited * 2 <= now - from
      ? null
      : {
          kind: 'queue-full',
          detail: `the lookup of ${host} waited ${formatDuration(waited)} for lookups of other names, which hang`,
        };
  };
  const asked = () => {
    askedAt = clock.monotonicMs();
  };
  const got = attempt.guarded<Parameters<Answered>>((...answer) => {
    if (!attempt.over) {
      attempt.ownDelay = null;
      answered(...answer);
    }
  });
  names(host, got, { asked, anew });
}
