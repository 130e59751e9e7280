/** A failing check whose own word gets worse is news; one that stays as bad as it was is none. */
import { describe, expect, it } from 'vitest';
import type { Trouble } from '../../../../../shared/model/status.ts';
import { fileOf, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const statuses = (tale: Story) => tale.events.flatMap(({ type, data }) => (type === 'status' ? [data.to] : []));
const certificate = (tale: Story, level: Trouble, days: number, times = 3): Story => {
  for (let tries = 0; tries < times; tries += 1) {
    tale.wait(20 * SECOND).fail('certificate', `certificate ends in ${days} days`, level);
  }
  return tale.wait(MINUTE);
};
const well = (file = fileOf()) =>
  story(file)
    .pass()
    .wait(5 * MINUTE)
    .pass();

describe('the level of a failure', () => {
  it('pages once per threshold: the next one is news, staying on one is none', () => {
    const tale = certificate(well(), 'performance_issues', 20);
    expect(tale.watch().incident?.severity).toBe('low');
    const first = tale.pages.length;
    expect(first).toBeGreaterThan(0);
    certificate(tale, 'performance_issues', 19, 50);
    certificate(tale, 'performance_issues', 15, 50);
    expect(statuses(tale).filter((status) => status === 'performance_issues')).toHaveLength(1);
    const before = tale.pages.length;
    certificate(tale, 'partial_outage', 6);
    expect(tale.watch()).toMatchObject({ status: 'partial_outage', incident: { severity: 'high' } });
    expect(tale.pages.length).toBeGreaterThan(before);
    expect(tale.events.some(({ type }) => type === 'incident-worsened')).toBe(true);
    certificate(tale, 'major_outage', 0);
    expect(tale.watch()).toMatchObject({ status: 'major_outage', incident: { severity: 'critical' } });
  });

  it('pages once for the next threshold of a certificate although it is as severe as the one before', () => {
    const tale = well();
    const crosses = (days: number, step: number, tries: number) => {
      for (let done = 0; done < tries; done += 1) {
        tale.wait(20 * SECOND).fail('certificate', `ends in ${days} days`, 'performance_issues', step);
      }
      return tale.wait(2 * MINUTE);
    };
    crosses(20, 1, 6);
    tale.give({
      type: 'acknowledge',
      at: START + tale.now(),
      by: 'Kim',
      until: START + tale.now() + 60 * MINUTE,
      note: '',
    });
    const first = tale.pages.length;
    expect(first).toBeGreaterThan(0);
    crosses(12, 1, 10);
    expect(tale.pages).toHaveLength(first);
    crosses(6, 2, 1);
    expect(tale.pages.length).toBeGreaterThan(first);
    expect(tale.events.filter(({ type }) => type === 'incident-worsened').map(({ text }) => text)).toEqual([
      'The next threshold: ends in 6 days. The acknowledgement of Kim ends',
    ]);
    expect(tale.watch().incident).toMatchObject({ severity: 'low', cause: { detail: 'ends in 6 days' } });
    const second = tale.wait(60 * MINUTE).pages.length;
    crosses(5, 2, 30);
    expect(tale.pages).toHaveLength(second);
  });

  describe('of two certificates of one component', () => {
    const checks = ['one', 'other'].map((id) => ({ id, type: 'tls' as const, host: `${id}.example` }));
    /** Each of the two (from 0), by its threshold; 0: it is well. */
    const crosses = (tale: Story, steps: readonly [number, number]): Story => {
      for (let tries = 0; tries < 6; tries += 1) {
        tale.wait(20 * SECOND);
        for (const [place, step] of steps.entries()) {
          const host = tale.of(place);
          if (step === 0) {
            host.pass();
          } else {
            host.fail('certificate', `certificate ${place} is at ${step}`, 'performance_issues', step);
          }
        }
      }
      return tale.wait(2 * MINUTE);
    };
    const two = () =>
      crosses(story(fileOf({ components: [{ id: 'api', checks }], settings: { closeAfter: '10m' } })), [0, 0]);
    const said = (tale: Story) =>
      tale.events.flatMap(({ type, text }) => (type === 'incident-worsened' ? [text.replace(/\. .*/, '')] : []));

    it('each warns at each of its thresholds, whichever the other has reached', () => {
      const tale = crosses(two(), [2, 0]);
      crosses(tale, [2, 1]);
      expect(said(tale)).toEqual(['The next threshold: certificate 1 is at 1']);
      crosses(tale, [2, 2]);
      const paged = tale.pages.length;
      crosses(tale, [3, 2]);
      expect(said(tale).slice(1)).toEqual([
        'The next threshold: certificate 1 is at 2',
        'The next threshold: certificate 0 is at 3',
      ]);
      expect(tale.watch().incident?.cause?.detail).toBe('certificate 0 is at 3');
      expect(tale.pages.length).toBeGreaterThan(paged);
      crosses(crosses(tale, [3, 2]), [3, 2]);
      expect(said(tale)).toHaveLength(3);
    });

    it('one warns of its next threshold when the other, which had reached it before, is renewed', () => {
      const tale = crosses(crosses(two(), [2, 1]), [0, 1]);
      const before = said(tale).length;
      crosses(tale, [0, 2]);
      expect(said(tale).slice(before)).toEqual(['The next threshold: certificate 1 is at 2']);
    });

    it('both that cross one at the same time, before the first page, are one page', () => {
      const tale = crosses(two(), [1, 1]);
      expect(said(tale)).toEqual([]);
    });

    it('one whose next threshold is worse pages for it once', () => {
      const tale = crosses(two(), [1, 0]);
      for (let tries = 0; tries < 6; tries += 1) {
        tale
          .wait(20 * SECOND)
          .of(1)
          .fail('certificate', 'certificate 1 is at 2', 'partial_outage', 2);
      }
      expect(said(tale)).toEqual(['Worse than before: low -> high (partial_outage)']);
    });
  });

  it('follows the level down again without a page', () => {
    const tale = certificate(well(), 'major_outage', 0);
    const before = tale.pages.filter(({ kind }) => kind === 'trigger').length;
    tale.give({ type: 'acknowledge', at: 0, by: 'Kim', until: null, note: '' });
    certificate(tale, 'performance_issues', 20);
    expect(tale.watch().status).toBe('performance_issues');
    expect(tale.pages.filter(({ kind }) => kind === 'trigger')).toHaveLength(before);
  });

  it('that is worse in a single try ends no acknowledgement and pages nobody; confirmed it does', () => {
    const tale = well();
    const overloaded = (times: number) => {
      for (let tries = 0; tries < times; tries += 1) {
        tale.wait(20 * SECOND).fail('overloaded', '503, retry after 30 s');
      }
    };
    overloaded(5);
    const until = START + tale.now() + 30 * MINUTE;
    tale.give({ type: 'acknowledge', at: START + tale.now(), by: 'Kim', until, note: '' });
    const told = tale.pages.length;
    expect(told).toBeGreaterThan(0);
    overloaded(3);
    tale.wait(20 * SECOND).fail('timeout', 'no answer');
    expect(tale.watch()).toMatchObject({
      status: 'partial_outage',
      incident: { state: 'acknowledged', severity: 'high' },
    });
    overloaded(3);
    expect(tale.watch().incident).toMatchObject({ state: 'acknowledged', severity: 'high' });
    expect(tale.pages).toHaveLength(told);
    for (let tries = 0; tries < 3; tries += 1) {
      tale.wait(3 * SECOND).fail('timeout', 'no answer');
    }
    expect(tale.watch()).toMatchObject({
      status: 'major_outage',
      incident: { state: 'triggered', severity: 'critical', cause: { kind: 'timeout' } },
    });
    expect(tale.pages.length).toBeGreaterThan(told);
  });

  it('is overruled by the file', () => {
    const tcp = {
      type: 'tcp' as const,
      host: '127.0.0.1',
      port: 1,
      failureStatuses: { certificate: 'performance_issues' as const },
    };
    const tale = certificate(well(fileOf({ components: [{ id: 'api', checks: [tcp] }] })), 'major_outage', 0);
    expect(tale.watch().status).toBe('performance_issues');
  });

  it('is judged anew as soon as the file maps it otherwise, without waiting for the next try', () => {
    const tcp = { type: 'tcp' as const, host: '127.0.0.1', port: 1 };
    const file = (more: object) => fileOf({ components: [{ id: 'api', checks: [{ ...tcp, ...more }] }] });
    const tale = certificate(well(file({})), 'major_outage', 0);
    tale.reload(file({ failureStatuses: { certificate: 'performance_issues' } }));
    expect(tale.watch().status).toBe('performance_issues');
    expect(tale.events.findLast(({ type }) => type === 'status')?.text).toContain('Its settings have changed');
  });
});
