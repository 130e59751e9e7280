/** After a resolve by hand: the same trouble waits for its results before it opens again, anything else does not wait. */
import { describe, expect, it } from 'vitest';
import type { ComponentStatus } from '../../../../../shared/model/status.ts';
import { type FileInput, fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const now = (tale: Story) => START + tale.now();
const kinds = (tale: Story) => tale.pages.map(({ kind }) => kind);
const set = (tale: Story, status: ComponentStatus) =>
  tale.give({ type: 'set-status', at: now(tale), by: 'Kim', status, until: null, note: '' });
const resolve = (tale: Story) => tale.give({ type: 'resolve', at: now(tale), by: 'Kim', note: '' });
const alone = fileOf({
  policies: [{ id: 'default', steps: [{ targets: [{ schedule: 'primary' }], delay: '9h' }], repeat: 0 }],
});

describe('trouble by hand', () => {
  it('that was resolved, was well, and is there again is paged again', () => {
    const tale = set(story(alone).pass(), 'major_outage').wait(MINUTE);
    resolve(tale).wait(MINUTE);
    set(tale, 'operational').wait(10 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
    set(tale, 'major_outage').wait(MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'close', 'trigger']);
  });

  it.each(['performance_issues', 'major_outage'] as const)(
    'after a resolve of performance issues is paged again as %s: somebody says so anew',
    (status) => {
      const tale = resolve(set(story(alone).pass(), 'performance_issues').wait(MINUTE));
      set(tale.wait(MINUTE), status).wait(MINUTE);
      expect(kinds(tale)).toEqual(['trigger', 'close', 'trigger']);
      expect(tale.watch().incident).toMatchObject({ state: 'triggered', status });
    },
  );
});

const CHECKS = [
  { type: 'http' as const, url: 'http://127.0.0.1:1/', failureStatuses: { timeout: 'partial_outage' as const } },
  { type: 'tls' as const, host: 'a.example', interval: '10m', failureStatus: 'performance_issues' as const },
];
const two = (checks: NonNullable<FileInput['components']>[number]['checks'] = CHECKS) =>
  story({ ...alone, components: [{ id: 'api', name: 'API', checks }] })
    .of(1)
    .pass()
    .of(0)
    .pass();
/** The certificate was warned of, and Kim has resolved that. */
function knownCertificate(tale = two()): Story {
  tale.of(1);
  for (let tries = 0; tries < 3; tries += 1) {
    tale.wait(MINUTE).fail('certificate', 'ends in 20 days');
  }
  resolve(tale.wait(MINUTE)).wait(5 * MINUTE);
  expect(kinds(tale)).toEqual(['trigger', 'close']);
  return tale.of(0);
}

describe('after a resolve by hand', () => {
  it('the outage of another check waits for nothing but its own breath', () => {
    const tale = knownCertificate();
    const began = tale.now();
    tale.fail().repeat('fail', 2, 3 * SECOND);
    expect(tale.watch().incident).toMatchObject({ state: 'triggered', since: START + began });
    tale.wait(5 * MINUTE);
    expect(tale.pages.map(({ at, kind }) => `${kind} ${at}`).at(-1)).toBe(`trigger ${began + 45 * SECOND}`);
  });

  it('a blip of another check wakes nobody', () => {
    const tale = knownCertificate();
    tale
      .fail()
      .repeat('fail', 2, 3 * SECOND)
      .repeat('pass', 2, 3 * SECOND)
      .wait(10 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
    expect(tale.watch()).toMatchObject({ status: 'performance_issues', incident: { state: 'resolved' } });
  });

  it('the page of another check is closed when that is well, and what was resolved goes on waiting', () => {
    const tale = knownCertificate();
    tale
      .fail()
      .repeat('fail', 2, 3 * SECOND)
      .wait(MINUTE)
      .repeat('pass', 2, 3 * SECOND);
    for (let tries = 0; tries < 2; tries += 1) {
      tale
        .of(1)
        .wait(25 * SECOND)
        .fail('certificate', 'ends in 20 days')
        .of(0)
        .pass();
    }
    expect(kinds(tale)).toEqual(['trigger', 'close', 'trigger', 'close']);
    tale.of(1);
    for (let tries = 0; tries < 5; tries += 1) {
      tale.wait(MINUTE).fail('certificate', 'ends in 20 days');
    }
    expect(tale.watch().incident).toMatchObject({ state: 'triggered', status: 'performance_issues' });
  });

  it('what was resolved, is well, and fails again beside another trouble belongs to that', () => {
    const tale = knownCertificate();
    tale
      .fail()
      .repeat('fail', 2, 3 * SECOND)
      .of(1)
      .repeat('pass', 2, 3 * SECOND);
    for (let tries = 0; tries < 3; tries += 1) {
      tale.wait(3 * SECOND).fail('certificate', 'ends in 20 days');
    }
    tale
      .of(0)
      .repeat('pass', 2, 3 * SECOND)
      .wait(5 * MINUTE);
    expect(tale.watch().incident).toMatchObject({ state: 'triggered', troubled: ['api/http', 'api/tls'] });
  });

  it('another check that fails as badly, and stands before it in the file, does not wait either', () => {
    const tale = knownCertificate(
      two([{ ...CHECKS[0], failureStatus: 'performance_issues' } as never, CHECKS[1] as never]),
    );
    tale.fail().repeat('fail', 2, 3 * SECOND);
    expect(tale.watch().incident).toMatchObject({ state: 'triggered', troubled: ['api/http'] });
  });

  it('what gets worse in the same check does not wait', () => {
    const tale = two();
    for (let tries = 0; tries < 3; tries += 1) {
      tale.wait(3 * SECOND).fail('timeout', 'no answer');
    }
    resolve(tale.wait(MINUTE)).wait(MINUTE).fail('timeout', 'no answer');
    expect(kinds(tale)).toEqual(['trigger', 'close']);
    // How bad it is gets settled as everything else is.
    tale.repeat('fail', 3, 3 * SECOND);
    expect(tale.watch().incident).toMatchObject({ state: 'triggered', status: 'major_outage' });
    expect(kinds(tale)).toEqual(['trigger', 'close', 'trigger']);
  });

  it('the same trouble that was out of sight for a while still waits for its results', () => {
    const tale = resolve(
      story(alone)
        .repeat('fail', 3, 3 * SECOND)
        .wait(MINUTE),
    );
    tale.give({ type: 'lost-sight', at: now(tale), because: 'asleep' }).repeat('fail', 3, 3 * SECOND);
    expect(tale.watch()).toMatchObject({ status: 'major_outage', incident: { state: 'resolved' } });
    expect(kinds(tale.repeat('fail', 4, 3 * SECOND))).toEqual(['trigger', 'close', 'trigger']);
  });

  it('what was seen well in between is news, also beside a check that stays unknown', () => {
    const tale = story({ ...alone, components: [{ id: 'api', name: 'API', checks: CHECKS }] });
    resolve(tale.repeat('fail', 3, 3 * SECOND).wait(MINUTE)).repeat('pass', 2, 3 * SECOND);
    expect(tale.watch().status).toBe('unknown');
    const began = tale.wait(60 * MINUTE).now();
    tale
      .fail()
      .repeat('fail', 2, 3 * SECOND)
      .wait(5 * MINUTE);
    expect(tale.pages.at(-1)).toMatchObject({ kind: 'trigger', at: began + 45 * SECOND });
  });
});
