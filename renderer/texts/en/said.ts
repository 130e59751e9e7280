/**
 * How English says times, amounts and lists. The building stones of every other English text.
 */
import { timeFormat } from '../time.ts';

export const time = timeFormat({
  locale: 'en-GB',
  units: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
  justNow: 'just now',
  dueNow: 'now',
  ago: (length) => `${length} ago`,
});

export const plural = (amount: number, one: string, many = `${one}s`) =>
  `${time.count(amount)} ${amount === 1 ? one : many}`;
export const list = (names: readonly string[]) => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
export const some = (names: readonly string[], atMost: number) =>
  names.length <= atMost ? list(names) : `${names.slice(0, atMost).join(', ')} and ${names.length - atMost} more`;
