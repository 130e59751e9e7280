/**
 * Subscribers as the Cachet API writes them, for those who have a token.
 */
import type { Subscriber } from '../../model/subscriber.ts';
import type { Row } from './component-wire.ts';
import { dateOut, longDateOut } from './dates.ts';

/** @param numberOf of a component; 0: it is gone */
export function subscriberRow(
  one: Subscriber,
  numberOf: (id: NonNullable<Subscriber['components']>[number]['component']) => number,
  zone: string,
): Row {
  const createdAt = dateOut(one.createdAt, zone);
  const updatedAt = dateOut(one.updatedAt, zone);
  return {
    id: one.number,
    email: one.email,
    phone_number: null,
    slack_webhook_url: null,
    verify_code: one.verifyCode,
    verified_at: one.verifiedAt === null ? null : longDateOut(one.verifiedAt, zone),
    global: one.components === null,
    created_at: createdAt,
    updated_at: updatedAt,
    subscriptions: (one.components ?? []).map(({ number, component }) => ({
      id: number,
      subscriber_id: one.number,
      component_id: numberOf(component),
      created_at: createdAt,
      updated_at: createdAt,
    })),
  };
}
