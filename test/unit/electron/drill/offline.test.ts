/** Our own uplink is cut in a drill: what cannot come in, what cannot go out, and since when we do not watch. */
import { describe, expect, it } from 'vitest';
import { createTargets } from '../../../../electron/drill/targets.ts';
import { fleetOf, playDrill, refereed, type WorldInput } from '../../../harness/drill.ts';
import { breachesOf } from '../../../harness/drill-referee.ts';
import { aCheck, aContext } from '../../../harness/probing.ts';
import { hook } from '../../../harness/watch-story.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const HOSTS = Array.from({ length: 12 }, (_, index) => `h${index}`);
/** Cut for 20 minutes: that is a page about ourselves after five. */
const cut: WorldInput = { length: '3h', watcher: [{ from: '1h', to: '1h20m', event: 'offline' }] };
const during = ({ at }: { readonly at: number }): boolean => at >= HOUR && at < HOUR + 20 * MINUTE;

describe('a cut uplink', () => {
  const targets = createTargets({
    targets: new Map(),
    seed: 1,
    elapsed: () => 0,
    isOffline: () => true,
    isUndisturbed: () => true,
    onTry: () => undefined,
  });

  it.each([
    ['a plugin', aCheck({ type: 'exec', command: ['/bin/true'] })],
    ['a question to the resolver of the system', aCheck({ type: 'dns', query: 'example.org' })],
    ['a socket of HAProxy', aCheck({ type: 'haproxy', socket: '/run/haproxy.sock' })],
    ['an address', aCheck({ type: 'tcp', host: 'db.example.org', port: 5432 })],
  ])('leaves %s without a route', async (_, check) => {
    expect(await targets.run(check, aContext())).toMatchObject({ kind: 'fail', failure: { kind: 'no-route' } });
  });

  it.each([
    ['beats', aCheck({ type: 'heartbeat', every: '1m', token: 'a-long-enough-token-for-a-beat' })],
    ['reports', aCheck({ type: 'count', token: 'a-long-enough-token-for-reports' })],
  ])('lets nobody say whether %s would have come', async (_, check) => {
    expect(await targets.run(check, aContext())).toMatchObject({ kind: 'inconclusive' });
  });

  it('keeps a page that has to leave this machine, and says so at each try', async () => {
    const { lines } = await playDrill(cut, fleetOf(HOSTS));
    expect(lines.find(({ type }) => type === 'page')).toMatchObject({ component: 'watchbell', person: 'kim' });
    const tries = lines.filter(({ type }) => type === 'delivered' || type === 'failed').filter(during);
    expect(tries.length).toBeGreaterThan(2);
    expect(tries.filter(({ type }) => type === 'delivered')).toEqual([]);
    expect(tries[0]?.because).toMatch(/our own uplink is cut.*again in/);
  });

  it('lets it go when it is whole again before we are well', async () => {
    const { lines } = await playDrill(
      { ...cut, watcher: [{ from: '1h', to: '1h5m30s', event: 'offline' }] },
      fleetOf(HOSTS),
    );
    const delivered = lines.filter(({ type }) => type === 'delivered').map(({ at }) => at);
    expect(delivered.length).toBeGreaterThan(0);
    expect(Math.min(...delivered)).toBeGreaterThan(HOUR + 5.5 * MINUTE);
  });

  it('keeps nothing that stays on this desk', async () => {
    const { lines } = await playDrill(
      cut,
      fleetOf(HOSTS, {
        people: [
          { id: 'kim', name: 'Kim', channels: ['screen', 'tone', 'kim-hook'] },
          { id: 'sam', name: 'Sam', channels: ['kim-hook'] },
        ],
        channels: [{ id: 'screen', type: 'native' }, { id: 'tone', type: 'sound' }, hook('kim-hook')],
      }),
    );
    const delivered = lines.filter(({ type }) => type === 'delivered').filter(during);
    expect(delivered.map(({ channel }) => channel)).toEqual(['screen', 'tone']);
  });

  it('ends our watch when it comes and not before: what is green then and down counts', async () => {
    const { lines, summary } = await playDrill(
      { ...cut, targets: { h3: [{ from: '59m55s', to: '1h19m', state: 'down' }] } },
      fleetOf(HOSTS),
    );
    const away = lines.filter(({ type, to }) => type === 'watcher' && to === 'not-watching').map(({ at }) => at);
    expect(away.filter((at) => at > MINUTE && at < HOUR)).toEqual([]);
    expect(away.filter((at) => at >= HOUR)).toHaveLength(1);
    expect(summary.components.h3?.falselyOperationalSeconds).toBeGreaterThanOrEqual(5);
  });

  it('that comes again and again through a day is told and closed each time: it is no flapping', async () => {
    const watcher = [1, 3, 5, 7].map((hour) => ({ from: `${hour}h`, to: `${hour}h8m`, event: 'offline' as const }));
    const desk = fleetOf(HOSTS, {
      people: [
        { id: 'kim', name: 'Kim', channels: ['screen'] },
        { id: 'sam', name: 'Sam', channels: ['screen'] },
      ],
      channels: [{ id: 'screen', type: 'native' }],
    });
    const referee = await refereed({ length: '9h', watcher }, desk);
    expect(breachesOf(referee)).toEqual([]);
    const own = referee.result.lines.filter(({ component }) => component === 'watchbell');
    expect(own.filter(({ type }) => type === 'page')).toHaveLength(4);
    expect(own.filter(({ type }) => type === 'close')).toHaveLength(4);
  });
});
