/** A status set by hand is marked, wins over the checks, and holds until it is released or its time is over. */
import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../../../../shared/model/status.ts';
import { nextDue } from '../../../../../shared/rules/watch/timers.ts';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const now = (tale: Story) => START + tale.now();
const kinds = (tale: Story) => tale.pages.map(({ kind }) => kind);
const texts = (tale: Story, type: string) => tale.events.filter((event) => event.type === type).map(({ text }) => text);

function set(tale: Story, status: (typeof STATUSES)[number], forMs: number | null = null, note = ''): Story {
  const at = now(tale);
  return tale.give({ type: 'set-status', at, by: 'Kim', status, until: forMs === null ? null : at + forMs, note });
}
const release = (tale: Story): Story => tale.give({ type: 'release-status', at: now(tale), by: 'Sam' });

/** Known to be well, and not new any more. */
const well = () =>
  story()
    .pass()
    .wait(5 * MINUTE)
    .pass();
const failing = () =>
  well()
    .repeat('fail', 3, SECOND)
    .wait(2 * MINUTE);

describe('a status set by hand', () => {
  it.each(STATUSES)('may be %s, and wins over what the checks say', (status) => {
    const tale = set(failing(), status);
    expect(tale.watch()).toMatchObject({ status, byHand: { status, by: 'Kim', until: null } });
    expect(tale.fail().pass().pass().watch().status).toBe(status);
  });

  it('lets the checks go on, and takes up what they have come to when it is released', () => {
    const tale = set(well(), 'under_maintenance', null, 'new disks');
    tale.repeat('fail', 5, 10 * SECOND);
    expect(tale.watch()).toMatchObject({ status: 'under_maintenance', incident: null });
    release(tale);
    expect(tale.watch()).toMatchObject({ status: 'major_outage', byHand: null });
    tale.repeat('fail', 6, 20 * SECOND);
    expect(kinds(tale)).toEqual(['trigger']);
  });

  it('ends by itself when its time is over', () => {
    const tale = set(well(), 'performance_issues', 10 * MINUTE);
    expect(nextDue(tale.watch())).not.toBe(null);
    tale.wait(10 * MINUTE - 1);
    expect(tale.watch().status).toBe('performance_issues');
    tale.wait(1);
    expect(tale.watch()).toMatchObject({ status: 'operational', byHand: null });
    expect(texts(tale, 'status-by-hand').at(-1)).toBe(
      'No longer set by hand to performance issues. The time that Kim gave it is over: Passing',
    );
  });

  it('lasts as long as it was to last when the clock is set back', () => {
    const tale = set(well(), 'unknown', 10 * MINUTE).setClockBack(60 * MINUTE);
    tale.wait(9 * MINUTE);
    expect(tale.watch().status).toBe('unknown');
    expect(tale.wait(MINUTE).watch().status).toBe('operational');
  });

  it('pages for trouble like any other, says whose word it is, and closes after a breath', () => {
    const tale = set(well(), 'partial_outage', null, 'customers call').wait(2 * MINUTE);
    expect(kinds(tale)).toEqual(['trigger']);
    expect(tale.watch().incident?.cause?.detail).toBe('Set by hand to partial outage by Kim: customers call');
    expect(texts(tale, 'incident-opened')[0]).toContain('Set by hand to partial outage by Kim: customers call');
    release(tale);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.wait(44 * SECOND);
    expect(kinds(tale)).toEqual(['trigger']);
    tale.wait(SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('closes what was paged when it says operational, though the checks fail on', () => {
    const tale = set(failing(), 'operational', null, 'false alarm of the probe');
    tale.repeat('fail', 4, 20 * SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
    release(tale).repeat('fail', 4, 20 * SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close', 'trigger']);
  });

  it('does not open again what was resolved by hand while it holds', () => {
    const tale = set(well(), 'major_outage').wait(2 * MINUTE);
    tale.give({ type: 'resolve', at: now(tale), by: 'Sam', note: '' });
    tale.repeat('fail', 20, 10 * SECOND);
    expect(kinds(tale)).toEqual(['trigger', 'close']);
  });

  it('survives the loss of sight, a new configuration and a restart', () => {
    const tale = set(well(), 'partial_outage');
    tale.give({ type: 'lost-sight', at: now(tale), because: 'asleep' });
    tale.reload(fileOf({ components: [{ id: 'api', checks: [{ type: 'tcp', host: '127.0.0.1', port: 2 }] }] }));
    expect(tale.watch().status).toBe('partial_outage');
  });

  it('does nothing when there is nothing to release', () => {
    const tale = well();
    const before = tale.events.length;
    expect(release(tale).events).toHaveLength(before);
  });
});
