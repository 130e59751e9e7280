/** "An auditor re-derives every minute what should have been sent, and reports a difference" (decisions, section 8). */
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../shared/model/incident.ts';
import type { ComponentWatch } from '../../../../shared/model/watch.ts';
import { audit, type Books, type Difference, lasting } from '../../../../shared/rules/audit.ts';
import { WATCHER_ID } from '../../../../shared/rules/watcher.ts';
import { configOf, fileOf, START, type Story, story } from '../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The books of a story as they are, then with something changed. */
function found(one: Story, watch: Partial<ComponentWatch> = {}, change: Partial<Books> = {}): readonly Difference[] {
  return audit({
    now: START + one.now(),
    config: configOf(fileOf()),
    watches: [{ ...one.watch(), ...watch }],
    inOutbox: () => true,
    isHeld: () => false,
    overdueMs: () => null,
    ...change,
  });
}

const kinds = (differences: readonly Difference[]) => differences.map(({ kind }) => kind);

/** Down and paged, three minutes ago. */
const paged = (): Story =>
  story()
    .repeat('fail', 3, SECOND)
    .wait(3 * MINUTE);

const incidentOf = (one: Story): Incident => one.watch().incident as Incident;

describe('the auditor', () => {
  it('finds nothing in a good night', () => {
    const one = story().pass();
    expect(found(one)).toEqual([]);
    one.repeat('fail', 3, SECOND);
    for (let minute = 0; minute < 30; minute += 1) {
      one.wait(MINUTE);
      expect(found(one)).toEqual([]);
    }
    one.repeat('pass', 2, SECOND);
    for (let minute = 0; minute < 5; minute += 1) {
      one.wait(MINUTE);
      expect(found(one)).toEqual([]);
    }
  });

  it('finds trouble that nobody was paged for', () => {
    const one = paged();
    const { escalation } = incidentOf(one);
    const incident = { ...incidentOf(one), told: [], escalation: { ...escalation, nextAt: null } };
    expect(found(one, { incident })).toMatchObject([
      { kind: 'not-paged', text: 'API: in trouble for 3 min 2 s and nobody has been paged' },
    ]);
  });

  it.each<readonly [story: string, change: (incident: Incident) => Partial<Incident>]>([
    ['acknowledged', () => ({ state: 'acknowledged' })],
    ['snoozed', ({ openedAt }) => ({ snoozedUntil: openedAt + 60 * MINUTE })],
    ['recovered', ({ openedAt }) => ({ recoveredAt: openedAt })],
    ['without a policy', ({ escalation }) => ({ escalation: { ...escalation, policy: null, nextAt: null } })],
    [
      'still waiting for the end of somebody’s quiet',
      ({ openedAt }) => ({
        waiting: [
          { at: openedAt + 60 * MINUTE, personId: null, channelId: configChannel, because: 'quiet at this desk' },
        ],
      }),
    ],
  ])('misses no page for what is %s', (_story, change) => {
    const one = paged();
    const { escalation } = incidentOf(one);
    const bare = { ...incidentOf(one), told: [], escalation: { ...escalation, nextAt: null } };
    expect(kinds(found(one, { incident: { ...bare, ...change(bare) } }))).not.toContain('not-paged');
  });

  it('misses nothing that is held back, and nothing about ourselves', () => {
    const one = paged();
    const { escalation } = incidentOf(one);
    const incident = { ...incidentOf(one), told: [], escalation: { ...escalation, nextAt: null } };
    expect(found(one, { incident }, { isHeld: () => true })).toEqual([]);
    expect(found(one, { incident, componentId: WATCHER_ID })).toEqual([]);
  });

  it('finds a timer that nobody carried out', () => {
    const one = paged();
    const { escalation } = incidentOf(one);
    const nextAt = START + one.now() - 61 * SECOND;
    const incident = { ...incidentOf(one), escalation: { ...escalation, nextAt } };
    expect(kinds(found(one, { incident }))).toEqual(['timer']);
  });

  it('finds a page that is to be sent and that nothing is sending', () => {
    const one = paged();
    const [first, ...rest] = incidentOf(one).told;
    const told = first === undefined ? [] : [{ ...first, state: 'queued' as const }, ...rest];
    const incident = { ...incidentOf(one), told };
    expect(found(one, { incident })).toEqual([]);
    expect(kinds(found(one, { incident }, { inOutbox: () => false }))).toEqual(['lost-page']);
  });

  it('finds somebody who has not heard that it is over', () => {
    const one = paged()
      .repeat('pass', 2, SECOND)
      .wait(3 * MINUTE);
    expect(incidentOf(one).state).toBe('resolved');
    const told = incidentOf(one)
      .told.filter(({ closedBy, pageId }) => closedBy !== pageId)
      .map((page) => ({ ...page, closedBy: null }));
    expect(found(one, { incident: { ...incidentOf(one), told } })).toMatchObject([
      { kind: 'not-closed', text: 'API: whoever was told by kim-hook has not heard that it is over' },
    ]);
  });

  it('finds a check that is shown as known though nobody has looked for too long', () => {
    const one = story().pass();
    expect(found(one, {}, { overdueMs: () => MINUTE })).toEqual([]);
    expect(found(one, {}, { overdueMs: () => 2 * MINUTE })).toMatchObject([
      { kind: 'not-judged', text: 'api/http is shown as up, but should have been judged 2 min ago' },
    ]);
    expect(found(story(), {}, { overdueMs: () => 2 * MINUTE })).toEqual([]);
  });

  it('tells only what it found twice in a row', () => {
    const one: Difference = { kind: 'timer', componentId: WATCHER_ID, about: 'a', text: 'due 1 min ago' };
    const later = { ...one, text: 'due 2 min ago' };
    expect(lasting([], [one])).toEqual([]);
    expect(lasting([one], [later])).toEqual([later]);
    expect(lasting([one], [{ ...one, about: 'b' }])).toEqual([]);
  });
});

const configChannel = [...configOf(fileOf()).channels.keys()][0] as never;
