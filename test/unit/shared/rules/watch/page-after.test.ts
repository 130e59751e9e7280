/** `pageAfter`: how long trouble must have lasted before it pages, by component and by severity. */
import { describe, expect, it } from 'vitest';
import { type FileInput, fileOf, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

type PageAfter = NonNullable<FileInput['components']>[number]['pageAfter'];
/** A time-out is a partial outage (high), a refusal a major one (critical). */
function watched(pageAfter?: PageAfter, settings: FileInput['settings'] = {}) {
  const check = {
    type: 'http' as const,
    url: 'http://127.0.0.1:1/',
    failureStatuses: { timeout: 'partial_outage' as const },
  };
  const component = { id: 'api', name: 'API', checks: [check], ...(pageAfter !== undefined && { pageAfter }) };
  return story(
    fileOf({
      settings,
      components: [component],
      policies: [{ id: 'default', steps: [{ targets: [{ schedule: 'primary' }], delay: '9h' }], repeat: 0 }],
    }),
  ).pass();
}
const refused = (pageAfter?: PageAfter, settings?: FileInput['settings']) =>
  watched(pageAfter, settings)
    .fail()
    .repeat('fail', 2, 3 * SECOND)
    .wait(10 * MINUTE);
function timedOut(pageAfter?: PageAfter, settings?: FileInput['settings']) {
  const tale = watched(pageAfter, settings).fail('timeout', 'no answer');
  for (let tries = 0; tries < 2; tries += 1) {
    tale.wait(3 * SECOND).fail('timeout', 'no answer');
  }
  return tale;
}
const seconds = ({ pages }: ReturnType<typeof story>) => pages.map(({ at }) => at / SECOND);

describe('pageAfter', () => {
  it.each<[string, PageAfter, FileInput['settings'], number]>([
    ['is 45 s where nothing is written', undefined, {}, 45],
    ['is what the settings say', undefined, { pageAfter: '2m' }, 120],
    ['of a component is its own', '20s', { pageAfter: '2m' }, 20],
    ['0 pages as soon as the trouble is confirmed', 0, {}, 6],
    ['of severity critical may be its own', { critical: '10s' }, {}, 10],
    ['of severity critical may be its own in the settings', undefined, { pageAfter: { critical: 0 } }, 6],
    [
      'of a component leaves what it does not name to the settings',
      { high: '5m' },
      { pageAfter: { critical: '30s' } },
      30,
    ],
    ['without a severity in a component is for all of them', '20s', { pageAfter: { critical: '5m' } }, 20],
    ['default of a component is for all that it does not name', { default: '1m' }, { pageAfter: { critical: 0 } }, 60],
  ])('%s', (_rule, pageAfter, settings, due) => {
    expect(seconds(refused(pageAfter, settings))).toEqual([due]);
  });

  it('of severity critical is not that of what is less', () => {
    expect(seconds(timedOut({ default: '2m', critical: 0 }).wait(10 * MINUTE))).toEqual([120]);
  });
});

describe('an incident that becomes critical', () => {
  it('before its first page is paged as soon as critical trouble is', () => {
    const tale = timedOut({ default: '5m', critical: '30s' })
      .wait(4 * SECOND)
      .fail()
      .repeat('fail', 2, 3 * SECOND);
    expect(tale.watch().incident?.severity).toBe('critical');
    expect(seconds(tale.wait(10 * MINUTE))).toEqual([30]);
  });

  it('later than that is paged at once', () => {
    expect(
      seconds(
        timedOut({ default: '5m', critical: '30s' })
          .wait(MINUTE)
          .fail()
          .repeat('fail', 2, 3 * SECOND),
      ),
    ).toEqual([72]);
  });

  it('is paged no later for it when critical trouble has more time', () => {
    expect(
      seconds(
        timedOut({ default: '30s', critical: '5m' })
          .wait(4 * SECOND)
          .fail()
          .repeat('fail', 2, 3 * SECOND)
          .wait(10 * MINUTE),
      ),
    ).toEqual([30]);
  });

  it('after its first page is paged again once critical trouble would be', () => {
    const tale = timedOut({ default: 0, critical: '1m' })
      .wait(4 * SECOND)
      .fail()
      .repeat('fail', 2, 3 * SECOND);
    expect(seconds(tale)).toEqual([6]);
    expect(seconds(tale.wait(10 * MINUTE))).toEqual([6, 60]);
  });
});
