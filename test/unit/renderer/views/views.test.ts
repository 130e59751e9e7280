import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../../../shared/contract/view.ts';
import type { WatchEvent } from '../../../../shared/model/event.ts';
import { ComponentId } from '../../../../shared/model/ids.ts';
import { calm, componentView, incidents, nobody } from '../../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../../harness/window-stage.ts';

let w: WindowStage;
afterEach(() => w.stop());

const open = async (picture: (now: number) => Snapshot, hash: string) => {
  w = await stageWindow(picture, hash);
};
const asked = (name: string) => w.bridge.asked.filter((one) => one.name === name).map(({ ask }) => ask);

describe('Components', () => {
  it('has a row for each, with state, age, last check, latency and the last sixty', async () => {
    await open(incidents, '#/components');
    const row = w.text('[data-component="api-gateway"]');
    expect(row).toMatch(
      /api-gateway owner Platform 1 warning Major outage since \d\d:\d\d Last check 4 s ago Latency –/,
    );
    expect(w.find('[data-component="api-gateway"] .sparkline').getAttribute('aria-label')).toMatch(
      /^Last 60 checks: 9 failed, median/,
    );
    expect(w.text('[data-component="login"]')).toContain('Latency 75 ms');
  });

  it('begins each group with the worst of its members, as a shape and in words, and a count', async () => {
    await open(incidents, '#/components');
    const heads = w.all('.group-row');
    expect(heads.map(({ textContent }) => textContent)).toEqual([
      'Edge Major outage: 3 components, 1 down',
      'Without a group Performance issues: 1 component, 1 with performance issues',
      'Data Partial outage: 2 components, 1 down, 1 more not well',
      'Streams Not sure yet: 12 components, 1 not sure yet',
    ]);
    expect(heads.map((head) => head.querySelector('.mark')?.getAttribute('class'))).toEqual(
      ['down', 'slow', 'acknowledged', 'suspect'].map((shape) => `mark mark-small state-${shape}`),
    );
  });

  it('is sifted by typing, and says what to do when nothing is left', async () => {
    await open(incidents, '#/components');
    await w.type('[data-filter]', 'camera-07');
    expect(w.all('[data-row]').map(({ dataset }) => dataset.component)).toEqual(['camera-07']);
    await w.type('[data-filter]', 'nonsense');
    expect(w.text('main')).toContain('No component matches. Clear the filter to see all.');
    await w.click('Clear filter');
    expect(w.all('[data-row]')).toHaveLength(18);
  });
});

describe('one component', () => {
  it('shows its checks phase by phase, its incident, and who is paged for it', async () => {
    await open(incidents, '#/components/api-gateway');
    expect(w.text('.phase-list')).toBe('DNS 2 ms connect 10 ms TLS 17 ms first byte 1.20 s total 1.23 s');
    expect(w.text('main')).toContain('Paged by policy default');
    expect(w.text('main')).toContain('certificate is not verified');
    expect(w.all('[data-incident="i-1"]')).toHaveLength(1);
  });

  it('says beside its state that maintenance runs, and what it is unreachable because of', async () => {
    const marked = (now: number): Snapshot => {
      const picture = calm(now);
      const maintenance = { id: 'm' as never, name: 'new rack', until: now + 3_600_000, byHand: true };
      const unreachableBecause = 'Unreachable because of Router';
      return {
        ...picture,
        components: picture.components.map((one) => ({ ...one, maintenance, unreachableBecause })),
      };
    };
    await open(marked, '#/components/website');
    expect(w.text('main')).toMatch(/in maintenance until \d\d:\d\d \(new rack\)/);
    expect(w.text('main')).toContain('Unreachable because of Router');
    await open(marked, '#/components');
    expect(w.text('[data-component="website"]')).toMatch(/in maintenance until \d\d:\d\d \(new rack\)/);
  });

  it('says how long a newcomer waits, where that is known', async () => {
    const wait = 'a newcomer waits about 3 min and it grows';
    const queued = (now: number): Snapshot => {
      const picture = calm(now);
      return {
        ...picture,
        components: picture.components.map((one) => ({
          ...one,
          checks: one.checks.map((check) => ({ ...check, wait })),
        })),
      };
    };
    await open(queued, '#/components/website');
    expect(w.text('.check-wait')).toBe('A newcomer waits about 3 min and it grows.');
  });

  it('tells what the target told, and why a try could not be judged', async () => {
    const told = (now: number): Snapshot => {
      const picture = calm(now);
      const seen = { lastReadings: { busy: 12, idle: 88 }, lastTrouble: '403 Forbidden: add `Require ip`' };
      return {
        ...picture,
        components: picture.components.map((one) => ({
          ...one,
          checks: one.checks.map((check) => ({ ...check, ...seen })),
        })),
      };
    };
    await open(told, '#/components/website');
    expect(w.text('.check-readings')).toBe('busy 12 idle 88');
    expect(w.text('.check-trouble')).toBe('Cannot judge: 403 Forbidden: add `Require ip`.');
  });

  it('says plainly whose word its status is, until when, and how to release it', async () => {
    const byHand = { status: 'partial_outage' as const, by: 'Kim', at: 0, until: null, note: 'customers call' };
    await open((now) => {
      const picture = calm(now);
      const components = picture.components.map((one) => ({ ...one, status: byHand.status, byHand }));
      return { ...picture, components };
    }, '#/components/website');
    expect(w.text('.by-hand')).toBe(
      'Set by hand to Partial outage by Kim until it is released (customers call) Release',
    );
    await w.click('Release');
    expect(asked('releaseStatus')).toEqual([{ component: 'website' }]);
  });

  it('can be set by hand: which status, how long, and why', async () => {
    await open(calm, '#/components/website');
    expect(w.all('.by-hand')).toEqual([]);
    await w.click('Set status…');
    await w.type('[data-status]', 'under_maintenance');
    await w.type('[data-first]', 'new disks');
    await w.happens(() => w.find('.choices input:not(:checked)').click());
    await w.click('Set status');
    expect(asked('setStatus')).toEqual([
      { component: 'website', status: 'under_maintenance', forMs: 30 * 60_000, note: 'new disks' },
    ]);
  });

  it('is taken into maintenance, alone or with its whole group', async () => {
    await open(incidents, '#/components/api-gateway');
    await w.click('Maintenance…');
    expect(w.text('dialog')).toContain('All of Edge (3 components)');
    await w.type('[data-first]', 'new rack');
    await w.click('Begin maintenance');
    await w.click('Maintenance…');
    await w.happens(() => w.all('dialog .choices input')[1]?.click());
    await w.happens(() => w.all('dialog .choices:last-of-type input')[2]?.click());
    await w.click('Begin maintenance');
    expect(asked('startMaintenance')).toEqual([
      { components: ['api-gateway'], forMs: 30 * 60_000, note: 'new rack' },
      { components: expect.arrayContaining(['api-gateway']), forMs: 120 * 60_000, note: '' },
    ]);
    expect((asked('startMaintenance')[1] as { components: string[] }).components).toHaveLength(3);
  });

  it('ends maintenance that was begun by hand, and leaves that of the file alone', async () => {
    const inMaintenance = (byHand: boolean) => (now: number) => {
      const maintenance = { id: 'm-1' as never, name: 'new rack', until: now + 3_600_000, byHand };
      const picture = calm(now);
      return { ...picture, components: picture.components.map((one) => ({ ...one, maintenance })) };
    };
    await open(inMaintenance(true), '#/components/website');
    await w.click('End maintenance');
    expect(asked('endMaintenance')).toEqual([{ id: 'm-1' }]);
    await open(inMaintenance(false), '#/components/website');
    expect(w.text('.actions')).toContain('Maintenance…');
    expect(w.text('.actions')).not.toContain('End maintenance');
  });

  it('says it when nobody is paged for it', async () => {
    await open(calm, '#/components/orders-db');
    expect(w.text('main')).toContain('Nobody is paged for this component: it has no escalation policy.');
  });

  it('tells uptime over the days with data, and how many have none', async () => {
    await open(calm, '#/components/website');
    expect(w.text('.uptime-figure')).toMatch(/^99\.\d\d % over 60 days with data 30 days without data$/);
  });

  it('gives uptime of what was seen over a day, a week, 30 and 90 days, and says how much was left out', async () => {
    await open(calm, '#/components/website');
    expect(w.all('.uptime-figures li').map((line) => line.textContent)).toEqual([
      '24 h 99.57 % (left out: 42 min not watched)',
      '7 d 99.94 % (left out: 42 min not watched)',
      '30 d 99.98 % (left out: 42 min not watched)',
      '90 d 99.99 % (left out: 30 d not watched)',
    ]);
  });

  it('says latency in words beside the picture', async () => {
    await open(calm, '#/components/website');
    expect(w.text('.chart figcaption')).toMatch(/^Last 24 hours: typically \d\d ms, worst \d+ ms, \d failed\./);
  });

  it('that is gone keeps its history', async () => {
    await open(calm, '#/components/long-gone');
    expect(w.text('main')).toContain('This component is not watched any more.');
    expect(asked('events')).toEqual([{ component: 'long-gone', limit: 100 }]);
  });

  it('says why something could not be loaded, and tries again', async () => {
    w = await stageWindow(calm, '#/components/website', (bridge) => {
      bridge.replies = {
        uptime: () => {
          throw new Error('the database is locked');
        },
      };
    });
    expect(w.text('.failed')).toContain('Could not be loaded: the database is locked');
    w.bridge.replies = {};
    await w.click('Try again');
    expect(w.text('.uptime-figure')).toContain('60 days');
  });
});

describe('the timeline', () => {
  it('has a lane for each component that changed, and one for the watching itself', async () => {
    await open(incidents, '#/timeline');
    const lanes = w.all('.lane').map((lane) => lane.querySelector('.only-aloud')?.textContent);
    expect(lanes[0]).toMatch(/^Not watching, Fri 20 Nov 05:14 to Fri 20 Nov 08:14$/);
    expect(
      lanes.some((lane) =>
        lane?.startsWith('orders-db: Not watching, Fri 20 Nov 05:14 to Fri 20 Nov 08:14; Partial outage'),
      ),
    ).toBe(true);
    expect(w.text('main')).toContain('more components had no change of state in this range.');
  });

  it('asks for another range when one is chosen', async () => {
    await open(incidents, '#/timeline');
    const before = asked('events').length;
    await w.happens(() => (w.find('input[aria-label="7 days"]') as HTMLInputElement).click());
    const ranges = asked('events').slice(before) as { from: number; to?: number }[];
    expect(ranges.map(({ from }) => Math.round((w.clock.now() - from) / 86_400_000))).toContain(7);
  });
});

describe('what other rules would have done', () => {
  it('is asked for the shown range and the numbers given, and shown from both sides', async () => {
    await open(calm, '#/timeline');
    expect(asked('replay')).toEqual([]);
    await w.type('input[name="fall"]', '1');
    await w.type('input[name="pageAfter"]', '20s');
    await w.click('Judge again');
    const [question] = asked('replay') as { from: number; to: number }[];
    expect(question).toMatchObject({ config: null, changes: { fall: 1, pageAfter: 20_000 } });
    expect((question?.to ?? 0) - (question?.from ?? 0)).toBe(86_400_000);
    expect(w.text('.replay')).toContain('2880 tries judged again: 1 paged troubles happened');
    expect(w.text('.replay-rows')).toMatch(/shop.*paged by both.*kim after 57 s \(critical\).*kim after 20 s/);
  });

  it('shows who would have been called instead', async () => {
    const side = (name: string) => ({
      since: 0,
      openedAt: 1_000,
      pagedAt: 45_000,
      paged: [name],
      firstTold: [`${name} by ${name}-hook`],
      everTold: [`${name} by ${name}-hook`],
      steps: 1,
      resolvedAt: 600_000,
      severity: 'critical' as const,
      because: 'refused',
    });
    const answer = {
      problem: null,
      report: {
        from: 0,
        to: 1,
        tries: 1,
        strangers: 0,
        kindless: 0,
        begunBefore: 2,
        asItHappened: 1,
        undone: 0,
        rows: [
          {
            componentId: ComponentId.parse('shop'),
            verdict: 'other' as const,
            happened: side('kim'),
            replayed: side('sam'),
            happenedDetectMs: 45_000,
            replayedDetectMs: 45_000,
          },
        ],
      },
    };
    w = await stageWindow(calm, '#/timeline', (bridge) => {
      bridge.replies = { replay: () => answer };
    });
    await w.click('Judge again');
    expect(w.text('.replay-rows')).toMatch(/both page, but not the same.*kim by kim-hook.*sam by sam-hook/);
    expect(w.text('.replay')).toContain('2 troubles began before the range');
  });

  it('says what is wrong with a file, and with a number, and asks nothing for the latter', async () => {
    await open(calm, '#/timeline');
    await w.type('input[name="config"]', 'other.yaml');
    await w.click('Judge again');
    expect(w.text('.replay .problem')).toBe('There is no file other.yaml');
    await w.type('input[name="pageAfter"]', 'soon');
    await w.click('Judge again');
    expect(w.text('.replay .problem')).toContain('a length of time is written like 45s or 2m');
    expect(asked('replay')).toHaveLength(1);
  });
});

describe('the list of events', () => {
  const many = (now: number): readonly WatchEvent[] =>
    Array.from({ length: 230 }, (_, index) => ({
      seq: 230 - index,
      at: now - index * 60_000,
      type: 'status' as const,
      componentId: null,
      incidentId: null,
      personId: null,
      channelId: null,
      text: `event ${230 - index}`,
      data: {},
    }));

  beforeEach(async () => {
    w = await stageWindow(calm, '#/timeline', (bridge) => {
      bridge.replies = {
        events: ({ types, beforeSeq, limit = 100, text }) =>
          types?.includes('watcher')
            ? []
            : many(0)
                .filter(
                  ({ seq, text: said }) =>
                    (beforeSeq === undefined || seq < beforeSeq) && (text === undefined || said.includes(text)),
                )
                .slice(0, limit),
      };
    });
  });

  it('is read page by page until the beginning, without a hole or a double', async () => {
    expect(w.all('.event')).toHaveLength(100);
    await w.click('Older');
    await w.click('Older');
    const seen = w.all('.event-text').map(({ textContent }) => textContent);
    expect(seen).toEqual(many(0).map(({ text }) => text));
    expect(w.text('main')).toContain('That is the beginning.');
  });

  it('searches once the typing has stopped', async () => {
    const before = asked('events').length;
    await w.type('[data-filter]', 'event 2');
    await w.type('[data-filter]', 'event 22');
    expect(asked('events')).toHaveLength(before);
    await w.pass(250);
    expect(asked('events').at(-1)).toMatchObject({ text: 'event 22' });
    expect(w.all('.event').length).toBe(11);
  });

  it('is exported whole, not only the page that is shown', async () => {
    const saved: Blob[] = [];
    const make = vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      saved.push(blob as Blob);
      return 'blob:test';
    });
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    await w.click('Export CSV');
    expect((await saved[0]?.text())?.split('\r\n')).toHaveLength(232);
    expect(w.text('output.outcome')).toBe('Exported 230 events.');
    make.mockRestore();
    click.mockRestore();
  });
});

describe('On call', () => {
  it('says who, until when, why and who is next, in the viewer’s zone', async () => {
    await open(calm, '#/on-call');
    expect(w.text('.duty')).toMatch(
      /^Now Kim until Mon 04:14 Weekly rotation, week 2 of 3 Next Sam Okonkwo-Lindqvist from Mon 04:14$/,
    );
    expect(w.find('.duty time').title).toMatch(/GMT-3/);
  });

  it('warns of each stretch with nobody, and says what to do', async () => {
    await open(nobody, '#/on-call');
    expect(w.text('.duty [role="alert"]')).toContain('Nobody. Nobody is on call now.');
    expect(w.all('p.nobody')).toHaveLength(2);
    expect(w.all('.shift-nobody').map(({ textContent }) => textContent)).toEqual(['Nobody', 'Nobody']);
  });

  it('removes an override of one’s own', async () => {
    await open(calm, '#/on-call');
    await w.click('Remove override');
    expect(asked('removeOverride')).toEqual([{ id: 'o-1' }]);
  });

  it('asks for the shifts again when the schedule changes', async () => {
    await open(calm, '#/on-call');
    const before = asked('shifts').length;
    const [schedule] = w.bridge.picture.onCall;
    await w.happens(() =>
      w.bridge.change({
        sequence: 2,
        at: w.clock.now(),
        onCall: schedule === undefined ? [] : [{ ...schedule, now: [] }],
      }),
    );
    expect(asked('shifts')).toHaveLength(before + 1);
  });
});

describe('Channels', () => {
  it('says of each what it can do, what it cannot, and what became of its last page', async () => {
    await open(calm, '#/channels');
    const channels = w.all('.channel').map((one) => one.getAttribute('aria-label'));
    expect(channels).toContain('SMS +4915…877');
    const sam = w.all('.channel')[channels.indexOf('SMS +4915…877')];
    expect(sam?.textContent).toContain('Last used 4 min ago: failed, 21211: the number is not valid');
    expect(sam?.textContent).toContain(
      'cannot acknowledge · cannot tell whether it arrived · a repeat may page twice · at most 6 pages in 1 min',
    );
    expect(w.text('main')).toContain('Never used. Send a test page to be sure.');
  });

  it('sends a test page and shows every hop, the refused ones with their reason', async () => {
    await open(calm, '#/channels');
    await w.click('Test every channel of Sam Okonkwo-Lindqvist');
    expect(asked('testPage')).toEqual([{ person: 'sam', channel: null }]);
    const hops = w.all('.hop').map(({ textContent }) => textContent);
    expect(hops[0]).toContain('SMS +4915…877: refused (42 ms): 21211: the number is not valid');
    expect(hops[1]).toContain('Pager pager 5551212 at snpp.example.org: arrived (342 ms)');
  });

  it('says it when the test page could not even be asked for', async () => {
    await open(calm, '#/channels');
    w.bridge.broken = 'no connection';
    await w.click('Test every channel of Kim');
    expect(w.text('main')).toContain('Not done: no connection.');
  });
});

describe('Self-check', () => {
  it('puts what is broken first, each with its word and its fix', async () => {
    await open(calm, '#/self-check');
    expect(w.text('.summary')).toBe('1 broken, 1 to look at.');
    expect(w.all('.self-check').map((row) => row.querySelector('.self-check-level')?.textContent)).toEqual([
      'Broken',
      'Look at this',
      'Fine',
      'Fine',
      'Fine',
    ]);
    expect(w.text('.self-check')).toContain('Fix: Install one, for example xfce4-notifyd');
  });

  it('runs again, and starts with the session when told to', async () => {
    await open(calm, '#/self-check');
    await w.click('Run again');
    expect(asked('selfCheck')).toHaveLength(2);
    await w.happens(() => (w.find('.tick-label input') as HTMLInputElement).click());
    expect(asked('autostart')).toEqual([{ on: null }, { on: true }, { on: null }]);
  });

  it('offers nothing of the desktop in a browser', async () => {
    await open((now) => ({ ...calm(now), host: { kind: 'served', platform: 'linux', desk: null } }), '#/self-check');
    expect(w.text('main')).not.toMatch(/Start with my session|Hear the tones/);
  });
});

describe('a component that is in doubt or in trouble without a page', () => {
  it('has a line on Now, so that nothing wrong is invisible', async () => {
    await open(
      (now) => ({
        ...calm(now),
        picture: { shape: 'suspect', count: 0, words: '1 not sure yet', onCall: '' },
        components: [componentView(now, 'shaky', { suspect: true, because: 'Timed out once' })],
      }),
      '#/now',
    );
    expect(w.text('main')).toMatch(
      /1 not sure yet.*Not sure yet Failing or recovering, not confirmed\. Nobody is paged for these\. shaky.*Timed out once/,
    );
    expect(w.text('main')).not.toContain('All is well');
  });
});
