/** Which source an event for PagerDuty's API is of. */
import { describe, expect, it } from 'vitest';
import type { SourceSettings } from '../../../../../shared/model/source.ts';
import { whichSource } from '../../../../../shared/rules/alerts/which.ts';
import { houseWithSource } from '../../../../harness/alerts.ts';
import { configOf } from '../../../../harness/watch-story.ts';

function sourcesOf(...tokens: readonly (string | undefined)[]): readonly SourceSettings[] {
  const sources = tokens.map((token, index) => ({
    id: `pd${index}`,
    type: 'pagerduty' as const,
    ...(token && { token }),
  }));
  return [...configOf(houseWithSource({}, { sources })).sources.values()];
}

describe('an event', () => {
  it.each<[tokens: readonly (string | undefined)[], wanted: string | null, found: string]>([
    [[undefined], null, 'pd0'],
    [['cron'], null, 'pd0'],
    [['backup', 'cron'], null, 'pd1'],
    [['backup', 'cron'], 'pd1', 'pd1'],
    [['backup', 'cron'], 'pd0', 'source `pd0` is for the token of backup, and this is the one of cron'],
    [['backup'], null, 'no PagerDuty source is for the token of cron: name it there as `token`'],
    [['cron'], 'pd1', 'no PagerDuty source is called `pd1`; did you mean `pd0`?'],
    [[], null, 'the configuration has no source of type `pagerduty`'],
  ])('for sources with the tokens %j that wants %j is of: %s', (tokens, wanted, found) => {
    const which = whichSource(sourcesOf(...tokens), 'cron', wanted);
    expect(which.ok ? which.source.id : which.problem).toBe(found);
  });
});
