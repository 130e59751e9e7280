import { afterEach, describe, expect, it } from 'vitest';
import type { IncidentView, Snapshot } from '../../../shared/contract/view.ts';
import {
  ALEX,
  brokenConfig,
  calm,
  demo,
  incidents,
  incidentView,
  KIM,
  nobody,
  nothing,
  notWatching,
  storm,
} from '../../harness/window-fixture.ts';
import { stageWindow, type WindowStage } from '../../harness/window-stage.ts';

let window_: WindowStage;
afterEach(() => window_.stop());

async function open(picture: (now: number) => Snapshot, hash?: string): Promise<WindowStage> {
  window_ = await stageWindow(picture, hash);
  return window_;
}

const commands = ({ bridge }: WindowStage) =>
  bridge.asked.filter(
    ({ name }) => !['snapshot', 'events', 'series', 'uptime', 'figures', 'shifts', 'selfCheck'].includes(name),
  );

describe('when all is well', () => {
  it('says what is watched, when it was last looked at, and who would be paged', async () => {
    const w = await open(calm);
    expect(w.text('.state')).toBe('All 18 operational');
    expect(w.find('.state').dataset.shape).toBe('calm');
    expect(w.text('main')).toContain(
      'Watching 18 components with 19 checks. Last look 3 s ago. If something breaks, you will be paged.',
    );
    expect(w.text('.checked')).toBe('Checked 3 s ago');
    expect(document.title).toBe('○ All 18 operational · Watchbell');
  });

  it('counts the seconds since the last look', async () => {
    const w = await open(calm);
    await w.pass(9_000);
    expect(w.text('.checked')).toBe('Checked 12 s ago');
  });

  it('shows what came and went while nobody looked', async () => {
    const w = await open(calm);
    expect(w.text('main')).toMatch(/While you were away.*search slow for 18 min.*Recovered by itself/);
  });
});

describe('when nothing can be seen', () => {
  it('says that it connects until the first answer, and shows nothing that it does not know', async () => {
    window_ = await stageWindow(calm, '#/now', (bridge) => {
      bridge.deaf = true;
    });
    expect(window_.text('.state')).toBe('Connecting to Watchbell…');
    expect(window_.find('.state').dataset.shape).toBe('blind');
    expect(window_.all('.chip, .checked')).toEqual([]);
    await window_.happens(() => {
      window_.bridge.deaf = false;
    });
    expect(window_.find('.state').dataset.shape).toBe('calm');
  });

  it('never leaves a calm picture behind a lost line, and comes back by itself', async () => {
    const w = await open(calm);
    w.bridge.broken = 'gone';
    await w.happens(() => w.bridge.lose());
    expect(w.find('.state').dataset.shape).toBe('blind');
    expect(w.text('.state')).toMatch(/^No connection to Watchbell since \d\d:\d\d$/);
    expect(w.text('.checked')).toBe('Not watching');
    expect(w.text('.banners')).toContain('What stands below is old.');
    expect(w.text('main')).not.toContain('All is well');
    expect(document.title).toMatch(/^⊘ No connection/);
    expect(document.querySelector('link[rel="icon"]')?.getAttribute('href')).toBe('./marks/blind.svg');
    expect(w.text('[role="alert"]')).toContain('No connection to Watchbell');
    w.bridge.broken = null;
    await w.pass(500);
    expect(w.find('.state').dataset.shape).toBe('calm');
    expect(w.text('output')).toBe('Connected and watching again');
  });

  it('turns blind by itself when the main process falls silent', async () => {
    const w = await open(calm);
    w.bridge.deaf = true;
    await w.pass(30_000);
    expect(w.find('.state').dataset.shape).toBe('calm');
    await w.pass(10_000);
    expect(w.find('.state').dataset.shape).toBe('blind');
  });

  it('says why the engine does not watch, and where to look', async () => {
    const w = await open(notWatching);
    expect(w.text('.banners')).toMatch(/Not watching since \d\d:\d\d: this machine has no network/);
    expect(w.text('main')).not.toContain('All is well');
    expect(w.named('Open the self-check').getAttribute('href')).toBe('#/self-check');
  });

  it('gives a first component to copy when nothing is configured', async () => {
    const w = await open(nothing);
    expect(w.text('main')).toMatch(
      /Nothing to watch yet.*configuration file.*watchbell\.yaml.*components: - id: website/,
    );
  });
});

describe('an open incident', () => {
  it('says what, since when, why, who was told and whether it arrived, and what comes next', async () => {
    const w = await open(incidents);
    const card = w.text('[data-incident="i-1"]');
    expect(card).toContain('api-gateway down 14 min since');
    expect(card).toContain('503 Service Unavailable, expected 200-299, third failure');
    expect(card).toMatch(/Kim.*Desktop notice: arrived.*Sound: arrived.*SMS: sent, arrival not confirmed/);
    expect(card).toMatch(
      /Sam Okonkwo-Lindqvist.*SMS: failed .*, 3 tries, 21211: the number is not valid.*Pager: being sent/,
    );
    expect(card).toMatch(/Not told Alex is quiet; only critical pages break through until/);
    expect(card).toContain('Next Step 2: Sam in 3:12');
    await w.pass(2_000);
    expect(w.text('[data-incident="i-1"]')).toContain('Step 2: Sam in 3:10');
  });

  it('that is acknowledged says by whom, until when and why', async () => {
    const w = await open(incidents);
    expect(w.text('[data-incident="i-2"]')).toMatch(/Acknowledged by Kim at \d\d:\d\d, until .*Failover is running/);
  });

  it('is acknowledged by one press, and the answer is said', async () => {
    const w = await open(incidents);
    await w.click('Acknowledge');
    expect(commands(w)).toEqual([{ name: 'acknowledge', ask: { incident: 'i-1', forMs: null } }]);
    expect(w.text('output.outcome')).toBe('Done: acknowledge');
  });

  it('offers sound off only while it sounds', async () => {
    const w = await open(incidents);
    expect(w.text('[data-incident="i-1"] .actions')).toContain('Sound off');
    expect(w.text('[data-incident="i-2"] .actions')).not.toContain('Sound off');
  });

  it('is read aloud when it is new, and once more when it is over', async () => {
    const w = await open(calm);
    const down = incidentView(w.clock.now(), 'i-9');
    await w.happens(() => w.bridge.change({ sequence: 2, at: w.clock.now(), incidents: [down] }));
    expect(w.text('[role="alert"]')).toBe('DOWN api-gateway: 503 Service Unavailable, expected 200-299, third failure');
    const up: IncidentView = { ...down, recoveredAt: w.clock.now() };
    await w.happens(() => w.bridge.change({ sequence: 3, at: w.clock.now(), incidents: [up] }));
    expect(w.text('output')).toBe('UP api-gateway after 14 min');
  });

  it('waits behind a named button while the pointer moves over the list, and no longer than ten seconds', async () => {
    const w = await open(incidents);
    const move = () => w.happens(() => w.find('.cards').dispatchEvent(new Event('pointermove', { bubbles: true })));
    await move();
    const worse = incidentView(w.clock.now(), 'i-9', { componentName: 'payments', since: 0 });
    await w.happens(() => w.bridge.change({ sequence: 2, at: w.clock.now(), incidents: [worse] }));
    expect(w.all('[data-incident]').map(({ dataset }) => dataset.incident)).toEqual(['i-1', 'i-2']);
    expect(w.text('.list-head')).toContain('3 open incidents 1 new: payments');
    await w.pass(10_000);
    expect(w.all('[data-incident]').map(({ dataset }) => dataset.incident)).toEqual(['i-9', 'i-1', 'i-2']);
  });

  it('of a storm is one of many cards; the header counts them, and one press takes them all', async () => {
    const w = await open(storm);
    expect(w.all('[data-incident]')).toHaveLength(9);
    expect(w.text('.navigation')).toContain('9 open incidents');
    expect(w.text('.fold')).toContain('Held back (8)');
    await w.click('Acknowledge all 9');
    expect(commands(w)).toEqual([{ name: 'acknowledgeAll', ask: { forMs: null } }]);
  });

  it('that a notice asked for is shown and marked', async () => {
    const w = await open(incidents, '#/channels');
    await w.happens(() => w.bridge.show('i-2' as IncidentView['id']));
    expect((document.activeElement as HTMLElement).dataset.incident).toBe('i-2');
  });
});

describe('the keyboard', () => {
  it('acknowledges the worst incident when none is marked, and the marked one otherwise', async () => {
    const w = await open(incidents);
    await w.press('a');
    await w.press('j');
    await w.press('j');
    await w.press('z');
    expect(commands(w)).toEqual([
      { name: 'acknowledge', ask: { incident: 'i-1', forMs: null } },
      { name: 'snooze', ask: { incident: 'i-2', forMs: 1_800_000 } },
    ]);
  });

  it('never acts on another incident than the one that belongs to the marked row', async () => {
    const w = await open(incidents);
    for (let row = 0; row < 4; row += 1) {
      await w.press('j');
    }
    await w.press('a');
    expect(commands(w)).toEqual([]);
    expect(w.text('output.outcome')).toContain('No incident here');
  });

  it('escalates only from its menu: one key wakes nobody', async () => {
    const w = await open(incidents);
    await w.press('e');
    expect(commands(w)).toEqual([]);
    expect(w.text('[role="menu"]')).toContain('Next step now: 2 of 3');
    await w.click('Next step now: 2 of 3');
    expect(commands(w)).toEqual([{ name: 'escalate', ask: { incident: 'i-1', to: 'next' } }]);
  });

  it('goes to every view and back', async () => {
    const w = await open(incidents);
    for (const [key, title] of [
      ['c', 'Components'],
      ['t', 'Timeline'],
      ['o', 'On call'],
      ['h', 'Channels'],
      ['s', 'Self-check'],
    ] as const) {
      await w.press('g');
      await w.press(key);
      expect(w.text('main h1')).toBe(title);
    }
    await w.press('Escape');
    expect(w.text('main h1')).toBe('2 open incidents');
  });

  it('opens the details of the marked row, checks it, and stops its sound', async () => {
    const w = await open(incidents);
    await w.press('j');
    await w.press('s');
    await w.press('r');
    expect(commands(w)).toEqual([
      { name: 'hush', ask: { incident: 'i-1' } },
      { name: 'checkNow', ask: { component: 'api-gateway' } },
    ]);
    await w.press('Enter');
    expect(w.text('main h1')).toBe('api-gateway');
    await w.press('o');
    expect(commands(w).at(-1)).toEqual({ name: 'openLink', ask: { url: 'https://runbooks.example.org/api-gateway' } });
  });

  it('is left to the field in which somebody types', async () => {
    const w = await open(incidents, '#/components');
    await w.press('/');
    expect(document.activeElement?.getAttribute('type')).toBe('search');
    await w.press('a');
    await w.press('g');
    await w.press('n');
    expect(commands(w)).toEqual([]);
    expect(w.text('main h1')).toBe('Components');
  });

  it('lists itself', async () => {
    const w = await open(incidents);
    await w.press('?');
    expect(w.text('dialog')).toMatch(/a Acknowledge until fixed Shift \+ A Acknowledge with a note.*g h Channels/);
    await w.click('Close');
    expect(w.all('dialog')).toEqual([]);
  });
});

describe('a dialog', () => {
  it('acknowledges for a time, with a note', async () => {
    const w = await open(incidents);
    await w.press('A');
    await w.happens(() => w.all('dialog input[type="radio"]')[2]?.click());
    await w.type('dialog input[type="text"]', 'on it');
    await w.happens(() => (w.find('dialog form') as HTMLFormElement).requestSubmit());
    expect(commands(w)).toEqual([{ name: 'acknowledge', ask: { incident: 'i-1', forMs: 7_200_000, note: 'on it' } }]);
    expect(w.all('dialog')).toEqual([]);
  });

  it('stays open with the reason when it was refused', async () => {
    const w = await open(incidents);
    w.bridge.replies = { acknowledge: () => ({ accepted: false, text: 'Already recovered' }) };
    await w.press('A');
    await w.happens(() => (w.find('dialog form') as HTMLFormElement).requestSubmit());
    expect(w.text('dialog')).toContain('Already recovered');
  });

  it('overrides a shift, until it ends', async () => {
    const w = await open(
      (now) => ({ ...calm(now), host: { kind: 'desktop', platform: 'linux', desk: null } }),
      '#/on-call',
    );
    await w.click('Override…');
    await w.happens(() => (w.find('dialog form') as HTMLFormElement).requestSubmit());
    expect(w.text('dialog [role="alert"]')).toBe('Choose who takes over.');
    await w.type('dialog select:nth-of-type(1)', 'kim');
    const selects = w.all('dialog select') as HTMLSelectElement[];
    await w.happens(() => {
      if (selects[1] !== undefined) {
        selects[1].value = 'sam';
        selects[1].dispatchEvent(new Event('change', { bubbles: true }));
      }
    });
    await w.happens(() => (w.find('dialog form') as HTMLFormElement).requestSubmit());
    const minute = Math.floor(w.clock.now() / 60_000) * 60_000;
    expect(commands(w)).toEqual([
      {
        name: 'addOverride',
        ask: {
          schedule: 'primary',
          kind: 'replace',
          person: KIM,
          by: 'sam',
          from: minute,
          to: minute + 51 * 3_600_000,
          note: '',
        },
      },
    ]);
  });

  it('hands over from now on with a note, and gives what is open only when that is ticked', async () => {
    const w = await open(incidents, '#/on-call');
    await w.click('Take over / hand over…');
    await w.happens(() => (w.find('dialog form') as HTMLFormElement).requestSubmit());
    expect(w.text('dialog [role="alert"]')).toBe('Choose who is on call from now on.');
    await w.type('dialog select', 'sam');
    await w.type('dialog input[type="text"]', 'disk is full');
    await w.happens(() => (w.find('dialog input[type="checkbox"]') as HTMLInputElement).click());
    await w.happens(() => (w.find('dialog form') as HTMLFormElement).requestSubmit());
    expect(commands(w)).toEqual([
      {
        name: 'handOver',
        ask: { schedule: 'primary', from: KIM, to: 'sam', until: null, note: 'disk is full', reassign: true },
      },
    ]);
    expect(w.all('dialog')).toEqual([]);
  });
});

describe('an incident that nobody has', () => {
  it('counts down to its response target, and says when it was missed', async () => {
    const w = await open(incidents);
    expect(w.text('[data-incident="i-1"]')).toMatch(/Answer due in 4[56]:?/);
    await w.pass(46 * 60_000);
    expect(w.text('[data-incident="i-1"]')).toMatch(/Answer was due .*: nobody has it/);
  });
});

describe('an incident that two have', () => {
  it('names the first, and the other beside them with their own promise', async () => {
    const w = await open(incidents);
    expect(w.text('[data-incident="i-2"]')).toMatch(/Acknowledged by Kim at .*also Sam, until it is fixed/);
    expect(w.text('[data-incident="i-2"]')).not.toContain('I have it, too');
  });

  it('is offered to whoever sits here and has it not', async () => {
    const w = await open((now) => ({ ...incidents(now), host: { kind: 'desktop', platform: 'linux', desk: ALEX } }));
    await w.click('I have it, too');
    expect(commands(w)).toEqual([{ name: 'acknowledge', ask: { incident: 'i-2', forMs: null } }]);
  });
});

describe('several incidents', () => {
  it('are ticked by key or hand, and taken in one gesture', async () => {
    const w = await open(incidents);
    const ids = w.all('[data-incident]').map(({ dataset }) => dataset.incident);
    await w.press('x');
    await w.happens(() => (w.all('.card-tick')[1] as HTMLInputElement).click());
    await w.press('a');
    expect(commands(w)).toEqual([{ name: 'acknowledgeAll', ask: { forMs: null, incidents: ids.slice(0, 2) } }]);
    expect(w.all('.card-tick').filter((tick) => (tick as HTMLInputElement).checked)).toEqual([]);
  });

  it('keep their ticks when it was refused, and can be taken by the button', async () => {
    const w = await open(incidents);
    w.bridge.replies = { acknowledgeAll: () => ({ accepted: false, text: 'Nothing acknowledged' }) };
    await w.press('x');
    await w.click('Acknowledge 1 ticked');
    expect(w.all('.card-tick').filter((tick) => (tick as HTMLInputElement).checked)).toHaveLength(1);
    expect(w.text('main')).toContain('Acknowledge 1 ticked');
  });
});

describe('the header', () => {
  it('sets quiet until the shift ends, and shows the end', async () => {
    const w = await open(calm);
    await w.press('q');
    const item = w.all('[role="menuitem"]').find(({ textContent }) => textContent?.startsWith('Until my shift ends'));
    await w.happens(() => item?.click());
    expect(commands(w)).toEqual([
      { name: 'quiet', ask: { until: w.clock.now() + 51 * 3_600_000, criticalToo: false } },
    ]);
    const until = w.clock.now() + 1_800_000;
    await w.happens(() =>
      w.bridge.change({ sequence: 2, at: w.clock.now(), quiet: { until, criticalToo: false, by: 'Kim' } }),
    );
    expect(w.text('.header')).toContain('Quiet until 01:44');
  });

  it('says in words and hatching that nobody is on call', async () => {
    const w = await open(nobody);
    expect(w.text('.chip-nobody')).toBe('On call Nobody on call, then Sam Okonkwo-Lindqvist');
  });
});

describe('a banner', () => {
  it('says that this is the demo, and removes it', async () => {
    const w = await open(demo);
    expect(w.text('.banners')).toContain('This is the demo fleet');
    await w.click('Remove it');
    expect(commands(w)).toEqual([{ name: 'removeDemo', ask: {} }]);
  });

  it('names every mistake in the configuration with its place, and what is running instead', async () => {
    const w = await open(brokenConfig);
    expect(w.text('.banners')).toMatch(
      /4 problems\. Still running the last good configuration, from Fri 20:14\..*line 12:7 components\.1\.checks\.0\.intervall unknown field; did you mean "interval"\?/,
    );
    expect(w.all('.problems li')).toHaveLength(4);
  });
});

describe('taken apart', () => {
  it('the window leaves no timer and no listener behind', async () => {
    const w = await open(incidents, '#/components/api-gateway');
    await w.stop();
    expect(w.clock.pending()).toBe(0);
    expect(w.bridge.followers()).toBe(0);
    await w.press('a', document.body);
    expect(commands(w)).toEqual([]);
  });
});
