/**
 * Cards by which people can be called: read from the file, and what of each a caller may see.
 */

import type { Card } from '../../model/card.ts';
import type { ConfigFile } from '../../model/config.ts';
import { PolicyId } from '../../model/ids.ts';
import { CardId, type Visibility } from '../../model/page-me.ts';
import { type EscalationPolicy, RESPONSE_TARGET_MS, type Target } from '../../model/roster.ts';

/** All cards of a file whose references are known to exist. */
export function cardsIn({ people, schedules, policies, settings }: ConfigFile): ReadonlyMap<CardId, Card> {
  const byDefault = settings.policy ?? policies[0]?.id;
  const policyOf = (id: string | undefined) => policies.find((policy) => policy.id === (id ?? byDefault));
  const first = (kind: 'person' | 'schedule', one: (typeof people)[number] | (typeof schedules)[number]): Card[] => {
    if (one.pageMe === undefined) {
      return [];
    }
    const { answerWithin, policy, ...rest } = one.pageMe;
    const id = CardId.parse(`${kind}/${one.id}`);
    const target = { [kind]: one.id } as Target;
    return [{ ...rest, id, name: one.name, policy: firstThen(id, one.name, target, answerWithin, policyOf(policy)) }];
  };
  const cards = [
    ...people.flatMap((person) => first('person', person)),
    ...schedules.flatMap((schedule) => first('schedule', schedule)),
    ...policies.flatMap(({ pageMe, ...policy }): Card[] =>
      pageMe === undefined
        ? []
        : [{ ...pageMe, id: CardId.parse(`policy/${policy.id}`), name: policy.name ?? policy.id, policy }],
    ),
  ];
  return new Map(cards.map((card) => [card.id, card]));
}

/** Whoever was called first; then, when nobody has acknowledged in time, the steps of the policy. */
function firstThen(
  card: CardId,
  name: string,
  target: Target,
  delay: number,
  then: EscalationPolicy | undefined,
): EscalationPolicy {
  return {
    id: PolicyId.parse(`calls/${card}`),
    name: then === undefined ? name : `${name}, then ${then.name ?? then.id}`,
    steps: [{ targets: [target], delay }, ...(then?.steps ?? [])],
    repeat: then?.repeat ?? 2,
    responseTarget: then?.responseTarget ?? RESPONSE_TARGET_MS,
    ...(then?.lastResort !== undefined && { lastResort: then.lastResort }),
  };
}

/** What stands on a card for somebody who came by a link to it, or by none. */
export interface CardSight {
  readonly id: CardId;
  readonly name: string;
  readonly note: string;
  readonly contacts: readonly { readonly label: string; readonly value: string }[];
}

/** Null: it is not to be seen that way. */
export function cardSight({ id, name, note, contacts, visible }: Card, byLink: boolean): CardSight | null {
  const sees = (one: Visibility): boolean => one === 'everyone' || (one === 'listed' && byLink);
  return sees(visible)
    ? {
        id,
        name,
        note,
        contacts: contacts.filter((one) => sees(one.visible)).map(({ label, value }) => ({ label, value })),
      }
    : null;
}
