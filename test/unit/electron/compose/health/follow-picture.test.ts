/** What the health port is told of the watch: everything that is open and who is on call, when it changes and only then. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { followPicture } from '../../../../../electron/compose/health/follow-picture.ts';
import { healthRows } from '../../../../../electron/compose/health/rows.ts';
import type { PortState } from '../../../../../electron/server/health/keep-port.ts';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import type { ComponentId } from '../../../../../shared/model/ids.ts';
import type { HealthPicture } from '../../../../../shared/rules/health-port/picture.ts';
import { NO_WARM_UP } from '../../../../../shared/rules/health-port/warm-up.ts';
import { DOWN } from '../../../../harness/engine.ts';
import { WARM, WARMING } from '../../../../harness/health.ts';
import { engines } from '../../../../harness/running.ts';
import { fileOf } from '../../../../harness/watch-story.ts';

const start = engines(60_000);

const api = 'api' as ComponentId;

async function followed(component: ComponentId | undefined = api) {
  const engine = await start();
  const told: HealthPicture[] = [];
  const follow = followPicture({
    feed: engine.engine.feed,
    component: () => component,
    clean: (text) => text.replace('503', '•••'),
    tell: (picture) => void told.push(picture),
  });
  onTestFinished(follow.stop);
  return { ...engine, told, follow };
}

describe('the picture', () => {
  it('is told at once, and is what the window shows', async () => {
    const { told } = await followed();
    expect(told).toMatchObject([
      {
        alerts: [],
        open: 0,
        onCall: [{ schedule: 'Primary', people: [{ name: 'Kim' }] }],
        subject: { status: 'operational', because: '', maintenance: null },
      },
    ]);
  });

  it('follows an outage, without what is secret, and says nothing while nothing changes', async () => {
    const { clock, target, told } = await followed();
    target('api', DOWN);
    await clock.advance(180_000);
    expect(told.at(-1)).toMatchObject({
      open: 1,
      alerts: [{ component: 'API', severity: 'critical', state: 'triggered', cause: expect.stringMatching(/^•••/) }],
      subject: { status: 'major_outage', because: expect.stringMatching(/^•••/) },
    });
    const before = told.length;
    await clock.advance(20_000);
    expect(told.slice(before).filter(({ open }) => open !== 1)).toEqual([]);
  });

  it('loses a component that is not watched any more', async () => {
    const { clock, configure, told } = await followed();
    configure(fileOf({ components: [{ id: 'other', checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }] }] }));
    await clock.advance(10_000);
    expect(told.at(-1)?.subject).toBeNull();
  });

  it('speaks for nobody where nobody is named', async () => {
    const engine = await start();
    const told: HealthPicture[] = [];
    const { stop } = followPicture({
      feed: engine.engine.feed,
      component: () => undefined,
      clean: (text) => text,
      tell: (picture) => void told.push(picture),
    });
    onTestFinished(stop);
    expect(told.map(({ subject }) => subject)).toEqual([null]);
  });
});

describe('the rows of the self-check', () => {
  const settings = (change: object) => ConfigFile.parse({ version: 1, settings: change }).settings;
  const listening: PortState = { kind: 'listening', host: '127.0.0.1', port: 8_810 };
  const refused: PortState = { kind: 'refused', problem: 'Port 8810 is taken' };
  const agent = { agent: { port: 8_888 } };

  it.each([
    [{}, listening, WARM, ['green Answers at 127.0.0.1:8810; warm-up done (history: done)']],
    [{}, listening, NO_WARM_UP, ['green Answers at 127.0.0.1:8810; warm-up is turned off']],
    [
      {},
      listening,
      WARMING,
      [
        'green Answers at 127.0.0.1:8810; warm-up in progress (history: done, first round: 3 of 12 checks have answered)',
      ],
    ],
    [
      agent,
      refused,
      WARM,
      [
        'amber Nobody can ask there how we are Port 8810 is taken',
        'amber Nobody can ask there how we are Port 8810 is taken',
      ],
    ],
    [{ ...agent, health: false }, listening, WARM, ['green Answers at 127.0.0.1:8810; Watchbell itself']],
    [{ health: false }, listening, WARM, []],
  ])('with %j and a port that is %j', (change, state, warmUp, rows) => {
    const found = healthRows(settings(change), { state: () => state }, warmUp);
    expect(found.map(({ level, text, fix }) => `${level} ${text} ${fix}`.trim())).toEqual(rows);
  });

  it('are not green while there is no thread', () => {
    expect(healthRows(settings({}), null, WARM)).toMatchObject([{ level: 'amber', text: 'Not open' }]);
  });
});
