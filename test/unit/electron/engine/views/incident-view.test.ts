/** An open incident as the window, the tray and the tone see it while its component is neither well nor in trouble. */
import { describe, expect, it } from 'vitest';
import { incidentView } from '../../../../../electron/engine/views/incident-view.ts';
import type { Incident } from '../../../../../shared/model/incident.ts';
import type { ComponentStatus } from '../../../../../shared/model/status.ts';
import { configOf, fileOf, hook, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const FILE = fileOf({
  people: [{ id: 'kim', name: 'Kim', channels: ['tone'] }],
  channels: [{ id: 'tone', type: 'sound' }, hook('team')],
  schedules: [],
  policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }, { channel: 'team' }] }] }],
});
const now = (tale: Story) => START + tale.now();
const viewOf = (tale: Story) => incidentView(tale.watch().incident as Incident, tale.watch(), configOf(FILE), null);
const held = (tale: Story) => viewOf(tale).held.map(({ reason }) => reason);
const set = (tale: Story, status: ComponentStatus) =>
  tale.give({ type: 'set-status', at: now(tale), by: 'Kim', status, until: null, note: 'new disks' });
const release = (tale: Story) => tale.give({ type: 'release-status', at: now(tale), by: 'Kim' });
const paged = () =>
  story(FILE)
    .pass()
    .repeat('fail', 3, 3 * SECOND)
    .wait(MINUTE)
    .fail();
const lose = (tale: Story) => tale.give({ type: 'lost-sight', at: now(tale), because: 'asleep' });

describe('the tone', () => {
  it.each(['under_maintenance', 'unknown'] as const)(
    'falls silent while somebody says %s, and goes on when it fails afterwards',
    (status) => {
      const tale = paged();
      expect(viewOf(tale).sounding).toBe(true);
      set(tale, status).wait(20 * MINUTE);
      expect(viewOf(tale).sounding).toBe(false);
      expect(held(tale)).toEqual([`Set by hand to ${status.replaceAll('_', ' ')} by Kim: new disks`]);
      expect(viewOf(release(tale)).sounding).toBe(true);
    },
  );

  it('falls silent while the target says that it is starting, and goes on when it fails all the same', () => {
    const tale = paged().wait(SECOND).fail('starting', 'Warmup in progress');
    expect(viewOf(tale).sounding).toBe(false);
    expect(held(tale)).toEqual(['It says itself that it is starting']);
    expect(viewOf(tale.repeat('fail', 3, 3 * SECOND)).sounding).toBe(true);
  });

  it('that somebody turned off is not turned on by a start that fails', () => {
    const tale = paged();
    tale.give({ type: 'hush', at: now(tale), by: 'Kim' }).fail('starting', 'Warmup in progress');
    expect(viewOf(tale.repeat('fail', 3, 3 * SECOND)).sounding).toBe(false);
  });

  it('sounds on while what failed is out of sight: nobody knows that it is well', () => {
    expect(viewOf(lose(paged()).wait(MINUTE)).sounding).toBe(true);
  });
});

it('what has recovered and is then out of sight says why it is not closed', () => {
  const tale = paged().repeat('pass', 2, 3 * SECOND);
  expect(held(lose(tale))).toEqual(['Recovered, but lost from sight since: closed when it is seen well again']);
});
