/**
 * Which source an event for PagerDuty's API is of. Its sender has a key and an address, and nothing to say a name with.
 */
import type { SourceSettings } from '../../model/source.ts';
import { didYouMean } from '../nearest.ts';

type PagerDutySource = Extract<SourceSettings, { type: 'pagerduty' }>;

export type Which =
  | { readonly ok: true; readonly source: PagerDutySource }
  | { readonly ok: false; readonly problem: string };

/**
 * @param token the name of the token that the key is
 * @param wanted from `?source=`; null: it does not say
 */
export function whichSource(sources: readonly SourceSettings[], token: string, wanted: string | null): Which {
  const all = sources.filter((source) => source.type === 'pagerduty');
  const allowed = all.filter((source) => source.token === undefined || source.token === token);
  if (wanted !== null) {
    const source = all.find(({ id }) => id === wanted);
    const ids = all.map(({ id }) => id);
    if (source === undefined) {
      return { ok: false, problem: `no PagerDuty source is called \`${wanted}\`${didYouMean(wanted, ids)}` };
    }
    return allowed.includes(source)
      ? { ok: true, source }
      : {
          ok: false,
          problem: `source \`${wanted}\` is for the token of ${source.token}, and this is the one of ${token}`,
        };
  }
  const source = allowed.find((one) => one.token === token) ?? allowed[0];
  if (source !== undefined) {
    return { ok: true, source };
  }
  return {
    ok: false,
    problem:
      all.length === 0
        ? 'the configuration has no source of type `pagerduty`'
        : `no PagerDuty source is for the token of ${token}: name it there as \`token\``,
  };
}
