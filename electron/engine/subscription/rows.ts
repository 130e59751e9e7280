/**
 * The self-check's word about those who are told by mail or webhook: whether it reaches them.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { Ledger } from '../../../shared/rules/subscribers/ledger.ts';
import { row } from '../self-check-row.ts';

/** @param failing why the last try failed, for each to whom it did; the latest last */
export function subscribersRow(ledgers: readonly Ledger[], failing: readonly string[]): SelfCheckRow {
  const paused = ledgers.filter(({ pausedAt }) => pausedAt !== null).length;
  const told = `${ledgers.length} ${ledgers.length === 1 ? 'is' : 'are'} told`;
  const parts = [
    ...(failing.length === 0 ? [] : [`${failing.length} cannot be reached: ${failing.at(-1)}`]),
    ...(paused === 0 ? [] : [`${paused} paused, for their mails were refused`]),
  ];
  return parts.length === 0
    ? row('subscribers', 'Subscribers', 'green', told)
    : row(
        'subscribers',
        'Subscribers',
        'amber',
        `${told}; ${parts.join('; ')}`,
        failing.length === 0
          ? 'Whoever is paused begins anew by changing what they subscribed to'
          : 'Mend what the reason says; it is tried again by itself',
      );
}
