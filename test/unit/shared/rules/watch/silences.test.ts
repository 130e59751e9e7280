/** Silences hold pages only: never the truth, never the closing words of a page that was sent. */
import { describe, expect, it } from 'vitest';
import { type FileInput, fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type SilenceInput = NonNullable<FileInput['silences']>[number];
type Match = SilenceInput['match'];

const at = (ms: number) => new Date(START + ms).toISOString();

/** From one minute until ten hours after the start. */
const silence = (match: Match, more: object = {}): SilenceInput =>
  ({
    id: 's',
    match,
    kind: 'once',
    from: at(MINUTE),
    to: at(10 * HOUR),
    reason: 'new disks on Monday',
    by: 'Kim',
    ...more,
  }) as SilenceInput;

function tale(silences: readonly SilenceInput[], change: Partial<FileInput> = {}): Story {
  const file = fileOf({
    settings: { pageAfter: 0, closeAfter: 0 },
    components: [{ id: 'api', name: 'API', tags: ['backup'], checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }] }],
    policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '20h' }], repeat: 0 }],
    silences: [...silences],
    ...change,
  });
  return story(file).pass();
}
const down = (of: Story, detail?: string) =>
  of.fail('wrong-status', detail).wait(SECOND).fail('wrong-status', detail).wait(SECOND).fail('wrong-status', detail);
const sent = (of: Story) => of.pages.map(({ at: when, kind, to }) => `${Math.round(when / MINUTE)} ${kind} ${to}`);

describe('a silence', () => {
  it.each<{ story: string; match: Match; says: boolean }>([
    { story: 'of the component', match: { components: ['api'] }, says: false },
    { story: 'of its tag', match: { tags: ['backup'] }, says: false },
    { story: 'of words in the reason, any case', match: { text: '503 service' }, says: false },
    { story: 'of its severity', match: { components: ['api'], severities: ['critical'] }, says: false },
    { story: 'of another severity', match: { components: ['api'], severities: ['low'] }, says: true },
    { story: 'of other words', match: { components: ['api'], text: 'certificate' }, says: true },
    { story: 'of its tag and of other words: all must match', match: { tags: ['backup'], text: '404' }, says: true },
  ])('$story', ({ match, says }) => {
    const of = down(tale([silence(match)]).wait(2 * MINUTE), '503 Service Unavailable');
    expect(sent(of.wait(HOUR))).toEqual(says ? ['2 trigger kim'] : []);
    expect(of.watch().status).toBe('major_outage');
  });

  it('says by whose word and why, once, and what is still wrong when it ends', () => {
    const of = down(tale([silence({ components: ['api'] })]).wait(2 * MINUTE)).wait(9 * HOUR);
    const held = of.events.filter(({ type }) => type === 'page-held');
    expect(held.map(({ text }) => text)).toEqual(['Held back: Silenced by Kim: new disks on Monday']);
    of.wait(2 * HOUR);
    expect(sent(of)).toEqual(['600 trigger kim']);
  });

  it('says nothing when all is well again at its end', () => {
    const of = down(tale([silence({ components: ['api'] })]).wait(2 * MINUTE));
    of.wait(HOUR)
      .repeat('pass', 4, 5 * SECOND)
      .wait(20 * HOUR);
    expect(sent(of)).toEqual([]);
  });

  it('does not keep back the closing words of a page that was sent before it began', () => {
    const of = down(tale([silence({ components: ['api'] })]));
    expect(sent(of)).toEqual(['0 trigger kim']);
    of.wait(2 * HOUR)
      .repeat('pass', 4, 5 * SECOND)
      .wait(HOUR);
    expect(sent(of)).toEqual(['0 trigger kim', '120 close kim']);
  });

  it('of what is low does not keep back what has become critical', () => {
    const of = tale([silence({ components: ['api'], severities: ['low'] })]).wait(2 * MINUTE);
    for (let tries = 0; tries < 3; tries += 1) {
      of.fail('wrong-status', '503', 'performance_issues').wait(SECOND);
    }
    expect(sent(of.wait(HOUR))).toEqual([]);
    expect(sent(down(of).wait(MINUTE))).toEqual([expect.stringContaining('trigger kim')]);
  });

  it('every night wraps midnight', () => {
    const nightly = {
      id: 's',
      match: { components: ['api'] },
      kind: 'weekly',
      days: ['mon'],
      at: '23:00',
      lasts: '6h',
      timeZone: 'Europe/Berlin',
      reason: 'backups',
      by: 'Kim',
    };
    // Monday 10:00 in Berlin; 23:30 is 13.5 h later.
    const of = tale([nightly as SilenceInput])
      .wait(13.5 * HOUR)
      .pass();
    expect(sent(down(of).wait(5 * HOUR))).toEqual([]);
    expect(sent(of.wait(HOUR))).toEqual([`${19 * 60} trigger kim`]);
  });

  it('gives way to maintenance, which is silence in both directions', () => {
    const maintenance = [
      { id: 'm', for: { components: ['api'] }, kind: 'once' as const, from: at(MINUTE), to: at(2 * HOUR) },
    ];
    const of = down(tale([silence({ components: ['api'] })], { maintenance }).wait(2 * MINUTE));
    expect(of.watch().incident?.held?.kind).toBe('maintenance');
    of.wait(3 * HOUR);
    expect(of.watch().incident?.held?.kind).toBe('silence');
    expect(sent(of)).toEqual([]);
  });
});
