/** n of m through the night: what we cannot judge is nobody's loss, and never wakes anybody for its neighbour. */
import { describe, expect, it } from 'vitest';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const http = (id: string, url: string) => ({ id, type: 'http' as const, url });
const web = (url: string) =>
  fileOf({
    components: [
      {
        id: 'web',
        name: 'Web',
        redundancy: { atLeast: 1 },
        checks: [http('web/a', 'http://a.example/'), http('web/b', url)],
      },
    ],
  });
const statuses = (tale: Story) => tale.events.flatMap(({ type, data }) => (type === 'status' ? [data.to] : []));

/** One of two is down, and that was told and taken by somebody. */
function oneLost(): Story {
  const tale = story(web('http://b.example/'));
  tale.of(0).pass().of(1).pass();
  for (let tries = 0; tries < 8; tries += 1) {
    tale
      .wait(20 * SECOND)
      .of(0)
      .fail()
      .of(1)
      .pass();
  }
  expect(tale.watch().status).toBe('performance_issues');
  expect(tale.pages).toHaveLength(1);
  const at = START + tale.now();
  return tale.give({ type: 'acknowledge', at, by: 'Kim', until: at + 7_200 * SECOND, note: '' });
}

describe('one of two that stand in for each other is down, and', () => {
  it('nobody is paged because the other one is asked something else from now on', () => {
    const tale = oneLost().reload(web('http://b.example/health'));
    expect(tale.watch().status).toBe('performance_issues');
    tale
      .wait(2 * SECOND)
      .of(1)
      .pass();
    expect(tale.pages).toHaveLength(1);
    expect(statuses(tale)).not.toContain('major_outage');
  });

  it('nobody is paged because we lost sight of the other one', () => {
    const tale = oneLost();
    tale.give({ type: 'lost-sight', at: START + tale.now(), because: 'no tool', checks: ['web/b' as never] });
    tale.wait(600 * SECOND);
    expect(tale.watch()).toMatchObject({ status: 'performance_issues', incident: { severity: 'low' } });
    expect(tale.pages).toHaveLength(1);
  });

  it('nobody is paged while the other one says that it is starting; when that has lasted too long, somebody is', () => {
    const tale = oneLost()
      .of(1)
      .fail('starting', 'warming up')
      .wait(240 * SECOND);
    tale.fail('starting', 'warming up').wait(20 * SECOND);
    expect(tale.pages).toHaveLength(1);
    for (let tries = 0; tries < 5; tries += 1) {
      tale.wait(20 * SECOND).fail('starting', 'warming up');
    }
    expect(tale.watch().status).toBe('major_outage');
    expect(tale.pages.length).toBeGreaterThan(1);
  });

  it('the other one going down, too, is paged as soon as it is sure', () => {
    const tale = oneLost()
      .of(1)
      .fail()
      .wait(3 * SECOND)
      .fail()
      .wait(3 * SECOND)
      .fail();
    expect(tale.watch()).toMatchObject({ status: 'major_outage', incident: { severity: 'critical' } });
    expect(tale.pages.length).toBeGreaterThan(1);
  });
});
