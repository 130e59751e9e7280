/** Pages for a component that depends on others: not while they are down, not before they were looked at, not for ever. */
import { describe, expect, it } from 'vitest';
import { ComponentId } from '../../../../../shared/model/ids.ts';
import type { Parent } from '../../../../../shared/rules/dependencies.ts';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const router = (change: Partial<Parent> = {}): Parent => ({
  id: ComponentId.parse('router'),
  name: 'Router',
  out: false,
  undecided: false,
  lookedAt: START,
  lookMs: 10 * SECOND,
  ...change,
});
const said = (tale: Story) => tale.pages.map(({ at, kind, to }) => `${at / SECOND} ${kind} ${to}`);
const held = (tale: Story) => tale.events.filter(({ type }) => type === 'page-held').map(({ text }) => text);
const file = fileOf({
  policies: [{ id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '9h' }], repeat: 0 }],
});
const up = () =>
  story(file)
    .pass()
    .wait(30 * SECOND)
    .parents([[router()]]);
/** Confirmed at 36 s, first page due at 75 s. */
const fall = (tale: Story) => tale.fail().repeat('fail', 2, 3 * SECOND);
const seen = (tale: Story, change: Partial<Parent> = {}) =>
  tale.parents([[router({ lookedAt: START + tale.now(), ...change })]]);

describe('a component behind another one', () => {
  it('is paged at its time when its parent was looked at since its first failed try, and is well', () => {
    const tale = seen(fall(up()));
    expect(tale.looks).toEqual(['router']); // asked for at once, so that nobody waits later
    tale.wait(5 * MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim']);
    expect(held(tale)).toEqual([]);
  });

  it('is unreachable while its parent is down: shown, probed, nobody is paged', () => {
    const tale = seen(fall(up()), { out: true }).wait(60 * MINUTE);
    expect(said(tale)).toEqual([]);
    expect(held(tale)).toEqual(['Held back: Unreachable because of Router']);
    expect(tale.watch()).toMatchObject({ status: 'major_outage', incident: { state: 'triggered' } });
  });

  it('waits for a look at its parent when its page is due, and no longer than that can take', () => {
    const tale = fall(up()).wait(45 * SECOND);
    expect(said(tale)).toEqual([]);
    expect(tale.watch().incident?.held).toMatchObject({ kind: 'parent-unseen', until: START + 90 * SECOND });
    const answered = seen(fall(up()).wait(45 * SECOND));
    expect(said(answered)).toEqual(['81 trigger kim']);
    tale.wait(MINUTE);
    expect(said(tale)).toEqual(['90 trigger kim']);
  });

  it('waits also while its parent is going down, and is not paged when it has gone', () => {
    const tale = seen(fall(up()), { undecided: true }).wait(45 * SECOND);
    expect(said(tale)).toEqual([]);
    seen(tale, { out: true }).wait(60 * MINUTE);
    expect(said(tale)).toEqual([]);
    expect(held(tale)).toEqual([
      'Held back: Looking at Router first: it may be the cause',
      'Held back: Unreachable because of Router',
    ]);
  });

  it('when its parent is back is paged only if it still fails then, and after a breath of its own', () => {
    const back = () => seen(seen(fall(up()), { out: true }).wait(10 * MINUTE));
    const well = back()
      .wait(10 * SECOND)
      .repeat('pass', 2, SECOND)
      .wait(60 * MINUTE);
    expect(said(well)).toEqual([]);
    const bad = back();
    expect(bad.looks.at(-1)).toBe('api'); // it is looked at now
    bad
      .wait(5 * SECOND)
      .fail()
      .wait(60 * MINUTE);
    expect(said(bad)).toEqual([`${36 + 600 + 45} trigger kim`]);
    const atOnce = back()
      .fail()
      .wait(60 * MINUTE); // the look began in the moment in which it could be reached
    expect(said(atOnce)).toEqual([`${36 + 600 + 45} trigger kim`]);
    const unseen = back().wait(60 * MINUTE);
    expect(said(unseen), 'nobody has looked since').toEqual([]);
    unseen.fail();
    expect(said(unseen)).toHaveLength(1);
  });

  it('whose page went out before its parent was confirmed, keeps it, and closes it as always', () => {
    const tale = seen(fall(up())).wait(2 * MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim']);
    seen(tale, { out: true });
    tale.repeat('pass', 2, SECOND).wait(5 * MINUTE);
    expect(said(tale)).toEqual(['75 trigger kim', expect.stringContaining('close kim')]);
  });

  it('is paged at once when it does not depend on the parent any more', () => {
    const tale = seen(fall(up()), { out: true }).wait(10 * MINUTE);
    tale.parents([]);
    expect(said(tale)).toHaveLength(1);
  });

  it('that is slow, not failing, is not forgotten when its parent is back', () => {
    const slow = fileOf({
      ...file,
      components: [{ id: 'api', checks: [{ type: 'http', url: 'http://127.0.0.1:1/', latencyLimit: '1s' }] }],
    });
    const tale = seen(story(slow).pass(), { out: true });
    for (let tries = 0; tries < 12; tries += 1) {
      tale.wait(SECOND).pass(2_000);
    }
    expect(tale.watch().status).toBe('performance_issues');
    seen(tale.wait(5 * MINUTE))
      .wait(SECOND)
      .pass(2_000)
      .wait(5 * MINUTE);
    expect(said(tale)).toHaveLength(1);
  });
});
