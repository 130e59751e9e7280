import { beforeEach, describe, expect, it } from 'vitest';
import { type Follower, follow, SILENCE_MS } from '../../../../renderer/app/follow.ts';
import { createMirror, type MirrorStore } from '../../../../renderer/app/mirror.ts';
import type { Change, Snapshot } from '../../../../shared/contract/view.ts';
import { type MovableClock, movableClock } from '../../../harness/movable-clock.ts';
import { type FakeBridge, fakeBridge } from '../../../harness/window-bridge.ts';
import { calm, componentView } from '../../../harness/window-fixture.ts';

let clock: MovableClock;
let bridge: FakeBridge;
let mirror: MirrorStore;
let follower: Follower;

beforeEach(async () => {
  clock = movableClock();
  bridge = fakeBridge({ ...calm(clock.now()), sequence: 10 }, clock.now);
  mirror = createMirror(clock.now());
  follower = follow(mirror, bridge, clock);
  await settled();
});

/** Lets answers that are ready arrive. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const snapshots = () => bridge.asked.filter(({ name }) => name === 'snapshot').length;
const sequence = () => mirror.getState().world?.sequence;
const demo = (is: number) => ({ sequence: is, at: clock.now(), demo: is % 2 === 1 }) satisfies Change;
const at = (is: number): Snapshot => ({ ...calm(clock.now()), sequence: is });

describe('the mirror', () => {
  it('takes a snapshot, then the changes that follow it', () => {
    expect(mirror.getState()).toMatchObject({ line: { kind: 'live' }, world: { sequence: 10, demo: false } });
    bridge.change(demo(11));
    expect(mirror.getState().world).toMatchObject({ sequence: 11, demo: true });
    expect(snapshots()).toBe(1);
  });

  it('changes, adds and removes components by their id and leaves the others the very same', () => {
    const before = mirror.getState().world?.components;
    const changed = componentView(clock.now(), 'website', { status: 'major_outage' });
    const added = componentView(clock.now(), 'newcomer');
    const gone = componentView(clock.now(), 'login').id;
    bridge.change({ sequence: 11, at: clock.now(), components: [changed, added], removedComponents: [gone] });
    const after = mirror.getState().world?.components;
    expect(after?.get(changed.id)?.status).toBe('major_outage');
    expect(after?.has(added.id)).toBe(true);
    expect(after?.has(gone)).toBe(false);
    expect(after?.size).toBe(before?.size);
    const search = componentView(clock.now(), 'search').id;
    expect(after?.get(search)).toBe(before?.get(search));
  });

  it('ignores a change that the snapshot already had', () => {
    bridge.change({ ...demo(9), demo: true });
    expect(mirror.getState().world).toMatchObject({ sequence: 10, demo: false });
  });

  it('asks again when a number is missing, and never applies the change behind the hole', async () => {
    bridge.picture = at(13);
    bridge.change({ ...demo(13), demo: true });
    expect(mirror.getState().world).toMatchObject({ sequence: 10, demo: false });
    await settled();
    expect(snapshots()).toBe(2);
    expect(sequence()).toBe(13);
  });

  it('applies what arrived while a snapshot was on its way, if the snapshot does not have it yet', async () => {
    bridge.deaf = true;
    bridge.change(demo(13));
    bridge.change(demo(14));
    bridge.change(demo(15));
    bridge.picture = at(13);
    bridge.deaf = false;
    await settled();
    expect(mirror.getState().world).toMatchObject({ sequence: 15, demo: true });
    expect(snapshots()).toBe(2);
  });

  it('asks a third time, a little later, when the second snapshot was still older than the hole', async () => {
    bridge.picture = at(11);
    bridge.change(demo(14));
    await settled();
    expect(sequence()).toBe(11);
    bridge.picture = at(14);
    clock.advance(500);
    await settled();
    expect(sequence()).toBe(14);
  });

  it('does not go back to an older snapshot while the line lives', async () => {
    bridge.deaf = true;
    follower.lookAgain();
    bridge.change(demo(11));
    bridge.picture = at(10);
    bridge.deaf = false;
    await settled();
    expect(sequence()).toBe(11);
  });

  it('takes a lower number after the line was lost: the main process has started again', async () => {
    bridge.picture = at(3);
    bridge.lose();
    expect(mirror.getState().line.kind).toBe('lost');
    await settled();
    expect(mirror.getState().line.kind).toBe('live');
    expect(sequence()).toBe(3);
  });

  it('does not believe an answer from before the line broke', async () => {
    const answers = [at(99), at(2)];
    bridge.replies = { snapshot: () => answers.shift() ?? at(0) };
    bridge.deaf = true;
    follower.lookAgain();
    bridge.lose();
    bridge.deaf = false;
    await settled();
    expect(sequence()).toBe(2);
  });

  it('keeps the old picture while the line is lost, with the time at which it was last heard', async () => {
    bridge.broken = 'gone';
    const heardAt = clock.now();
    clock.advance(5_000);
    bridge.lose();
    await settled();
    expect(mirror.getState()).toMatchObject({ line: { kind: 'lost', since: heardAt }, world: { sequence: 10 } });
  });

  it('tries again and again, more and more slowly, until somebody answers', async () => {
    bridge.broken = 'gone';
    bridge.lose();
    await settled();
    for (const wait of [500, 1_000, 2_000, 5_000, 5_000]) {
      const before = snapshots();
      clock.advance(wait - 1);
      await settled();
      expect(snapshots()).toBe(before);
      clock.advance(1);
      await settled();
      expect(snapshots()).toBe(before + 1);
    }
    bridge.broken = null;
    clock.advance(5_000);
    await settled();
    expect(mirror.getState().line.kind).toBe('live');
  });

  it('asks whether somebody is there after a long silence, and calls the line lost when nobody answers', async () => {
    bridge.deaf = true;
    clock.advance(SILENCE_MS);
    await settled();
    expect(snapshots()).toBe(2);
    expect(mirror.getState().line.kind).toBe('live');
    clock.advance(10_000);
    await settled();
    expect(mirror.getState().line.kind).toBe('lost');
  });

  it('asks nothing while changes keep coming', async () => {
    for (let next = 11; next < 20; next += 1) {
      clock.advance(SILENCE_MS - 1);
      bridge.change(demo(next));
    }
    await settled();
    expect(snapshots()).toBe(1);
  });

  it('leaves no timer and no listener behind when it is stopped', async () => {
    follower.stop();
    expect(bridge.followers()).toBe(0);
    expect(clock.pending()).toBe(0);
    bridge.deaf = false;
    await settled();
    expect(clock.pending()).toBe(0);
  });
});
