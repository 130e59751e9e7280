/**
 * kill -9 between writing down what a Cachet is to be told and telling it, and between telling and writing down that it was taken: in the end
 * its page is right, and it has every incident once.
 *
 * `WATCHBELL_KILLS=100` for more of them.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleChild } from '../../harness/bundle-child.ts';
import type { CachetStandIn } from '../../harness/cachet-stand-in.ts';
import { startCachet2 } from '../../harness/cachet2.ts';
import { startCachet3 } from '../../harness/cachet3.ts';
import { serve } from '../../harness/served.ts';
import { tempFolder } from '../../harness/temp-folder.ts';
import type { FileInput } from '../../harness/watch-story.ts';

const ROUNDS = Number(process.env.WATCHBELL_KILLS ?? 2);
/** From the outage on: what is found wrong is told half a second later, in some requests of a few ms each. */
const FROM_MS = 500;
const WITHIN_MS = 120;
/** So many failures in a row are an outage; fewer may be a target, which is this process, that had no turn on a busy machine. */
const FALL = 3;
const TOKEN = 'cachet-token-1234';
const NAMES = Array.from({ length: ROUNDS }, (_, round) => `c${round}`);

describe('kill -9 while a Cachet is told', () => {
  let target: Server;
  const down = new Set<string>();
  let onOutage: (name: string) => void = () => undefined;

  beforeAll(async () => {
    const failures = new Map<string, number>();
    target = createServer((request, response) => {
      const name = (request.url ?? '').slice(1);
      response.statusCode = down.has(name) ? 503 : 200;
      response.end();
      const count = down.has(name) ? (failures.get(name) ?? 0) + 1 : 0;
      failures.set(name, count);
      count === FALL && onOutage(name);
    });
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    target.closeAllConnections();
    target.close();
  });

  describe.each([
    ['2.4', startCachet2],
    ['3', startCachet3],
  ] as const)('a Cachet %s', (_, start) => {
    it('has everything once, though we died with each answer on its way', { timeout: 300_000 }, async () => {
      down.clear();
      const cachet = await start({ token: TOKEN });
      const [name = ''] = NAMES;
      cachet.addComponent(name, 1);
      const folder = tempFolder();
      const script = await bundleChild('electron/cli.ts', folder);
      const file = fileFor((target.address() as AddressInfo).port, cachet, [name]);
      let watchbell = await serve(script, folder, file);

      await settled(cachet, () => cachet.asked.includes('GET components'));

      /** Each is carried out, and we die before its answer comes; in whatever order they come. */
      async function dieWith(...answers: readonly (readonly [method: string, path: RegExp])[]): Promise<void> {
        const left = new Set(answers.map(([method, path]) => ({ lost: cachet.loseAnswerTo(method, path) })));
        while (left.size > 0) {
          left.delete(await Promise.race([...left].map((one) => one.lost.then(() => one))));
          await watchbell.kill();
          watchbell = await serve(script, folder, file);
        }
      }

      const died = dieWith(['GET', /components\/\d+$/], ['PUT', /components\/\d+$/], ['POST', /incidents$/]);
      down.add(name);
      await died;
      await settled(cachet, () => statusOf(cachet, name) === 4 && incidentsOf(cachet, name).length > 0);
      const again = dieWith(['PUT', /components\/\d+$/], ['POST', /incidents\/\d+\/updates$/]);
      down.clear();
      await again;
      await settled(cachet, () => statusOf(cachet, name) === 1 && incidentsOf(cachet, name).every(isOver));
      await watchbell.kill();
      await cachet.close();

      expect(incidentsOf(cachet, name)).toHaveLength(1);
      const puts = cachet.writes.filter((line) => line.startsWith('PUT components'));
      expect(puts).toEqual([expect.stringContaining('{"status":4}'), expect.stringContaining('{"status":1}')]);
      const stages = incidentsOf(cachet, name)[0]?.updates.map(({ status }) => status) ?? [];
      expect(stages).toEqual([...new Set(stages)]);
    });
  });

  it(`a Cachet is right after ${ROUNDS} kills at random instants`, { timeout: 120_000 + ROUNDS * 20_000 }, async () => {
    down.clear();
    const cachet = await startCachet2({ token: TOKEN });
    for (const name of NAMES) {
      cachet.addComponent(name, 1);
    }
    const folder = tempFolder();
    const script = await bundleChild('electron/cli.ts', folder);
    const file = fileFor((target.address() as AddressInfo).port, cachet, NAMES);
    let watchbell = await serve(script, folder, file);

    for (const name of NAMES) {
      const failing = new Promise<void>((resolve) => {
        onOutage = (which) => which === name && resolve();
      });
      down.add(name);
      await failing;
      await new Promise((resolve) => void setTimeout(resolve, FROM_MS + Math.random() * WITHIN_MS));
      await watchbell.kill();
      watchbell = await serve(script, folder, file);
    }
    await settled(cachet, () =>
      NAMES.every((name) => statusOf(cachet, name) === 4 && incidentsOf(cachet, name).length > 0),
    );
    down.clear();
    await settled(cachet, () =>
      NAMES.every((name) => statusOf(cachet, name) === 1 && incidentsOf(cachet, name).every(isOver)),
    );
    expect(await watchbell.end()).toBe(0);
    await cachet.close();

    for (const name of NAMES) {
      expect(incidentsOf(cachet, name), `incidents of ${name}`).toHaveLength(1);
    }
    // Each state is set when it is not there yet, and never again.
    const puts = cachet.writes.filter((line) => line.startsWith('PUT components'));
    expect(puts.length).toBe(new Set(puts).size);
  });
});

const statusOf = ({ components }: CachetStandIn, name: string) =>
  [...components.values()].find((one) => one.name === name)?.status;

const incidentsOf = ({ incidents }: CachetStandIn, name: string) =>
  [...incidents.values()].filter((one) => one.name.startsWith(`${name} `));

const isOver = ({
  status,
  updates,
}: {
  readonly status: number;
  readonly updates: readonly { readonly status: number }[];
}) => (updates.at(-1)?.status ?? status) === 4;

/** Looked at after every request that comes. */
async function settled(cachet: CachetStandIn, holds: () => boolean): Promise<void> {
  for (let count = cachet.asked.length; !holds(); count += 1) {
    await cachet.arrived(count);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function fileFor(port: number, { url }: CachetStandIn, names: readonly string[]): FileInput {
  return {
    version: 1,
    settings: { pageAfter: 0, closeAfter: 0, steadyAfter: 0, quietAfterWake: 0 },
    components: names.map((id) => ({
      id,
      checks: [
        {
          type: 'http',
          url: `http://127.0.0.1:${port}/${id}`,
          interval: '2s',
          fastInterval: '100ms',
          timeout: '2s',
          startupGrace: 0,
          fall: FALL,
          rise: 1,
        },
      ],
    })),
    links: [{ id: 'status', type: 'cachet', url, token: TOKEN, incidentsAfter: 0, perMinute: 6_000 }],
  };
}
