/**
 * Which overrides are not taken, and why: asked by the command before it stores one, and by the configuration's cross-check.
 *
 * Two overrides of one schedule that overlap in time and touch the same person are refused: nobody could say which one wins.
 */
import type { PersonId } from '../../model/ids.ts';
import type { Schedule, StoredOverride } from '../../model/schedule.ts';
import { type Exception, exceptionsOf } from './overrides.ts';
import { momentInstant } from './wall.ts';
import type { NameOf } from './words.ts';

/** An override somebody wants to make. Times in epoch ms. */
export type OverrideDraft = Pick<StoredOverride, 'kind' | 'person' | 'by' | 'from' | 'to'>;

/** Why the draft cannot be taken, with the remedy; null when it can. */
export function overrideRefusal(
  schedule: Schedule,
  stored: readonly StoredOverride[],
  draft: OverrideDraft,
  nameOf: NameOf = (person) => person,
): string | null {
  const wrong = wrongByItself(draft, nameOf);
  if (wrong !== null) {
    return wrong;
  }
  const clash = exceptionsOf(schedule, stored, draft.from).find(
    (other) => other.from < draft.to && shared(draft, other),
  );
  if (clash === undefined) {
    return null;
  }
  const who = nameOf(shared(draft, clash) ?? draft.person);
  const place = clash.author === null ? 'an override in the configuration file' : `an override by ${clash.author}`;
  return `${who} is already part of ${place} in that time; remove that one or choose another time`;
}

/** Everything wrong with the overrides in the file; `index` is the place in the list, from 0. */
export function fileOverrideProblems(
  schedule: Schedule,
): readonly { readonly index: number; readonly message: string }[] {
  const drafts = schedule.overrides.map(
    (override): OverrideDraft => ({
      kind: override.kind,
      person: override.person,
      by: override.by ?? null,
      from: momentInstant(override.from, schedule.timeZone),
      to: momentInstant(override.to, schedule.timeZone),
    }),
  );
  return drafts.flatMap((draft, index) => {
    const earlier = drafts.slice(0, index).findIndex((other) => overlap(draft, other) && shared(draft, other));
    const message =
      wrongByItself(draft, (person) => person) ??
      (earlier === -1
        ? null
        : `overlaps overrides[${earlier}] and both touch ${shared(draft, drafts[earlier] as OverrideDraft)}; change one of the two`);
    return message === null ? [] : [{ index, message }];
  });
}

function wrongByItself({ kind, person, by, from, to }: OverrideDraft, nameOf: NameOf): string | null {
  if (to <= from) {
    return 'it ends before it begins; `to` must be later than `from`';
  }
  if (kind === 'replace' && by === null) {
    return `nobody takes the place of ${nameOf(person)}; name the substitute in \`by\`, or use "remove"`;
  }
  if (kind === 'replace' && by === person) {
    return `${nameOf(person)} cannot take the place of ${nameOf(person)}; name somebody else in \`by\``;
  }
  return null;
}

const overlap = (a: OverrideDraft, b: OverrideDraft) => a.from < b.to && b.from < a.to;

/** The person both touch, or null. Only a replacement reads `by`. */
function shared(a: OverrideDraft, b: OverrideDraft | Exception): PersonId | null {
  const others = touched(b);
  return touched(a).find((person) => others.includes(person)) ?? null;
}

const touched = ({ kind, person, by }: OverrideDraft): readonly PersonId[] =>
  kind === 'replace' && by !== null ? [person, by] : [person];
