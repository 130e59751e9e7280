/** What the user's hook and the history hear of callers that are turned away, until the very end. */
import { describe, expect, it } from 'vitest';
import { createAdmitting } from '../../../electron/compose/admitting.ts';
import type { LiveConfig } from '../../../electron/config/live.ts';
import { movableClock } from '../../harness/clock.ts';
import { rememberingLog } from '../../harness/log.ts';
import { httpServer } from '../../harness/loopback.ts';
import { configOf, fileOf, START } from '../../harness/watch-story.ts';

function house(port: number) {
  const clock = movableClock(START);
  const log = rememberingLog();
  const told: string[] = [];
  const config = configOf(fileOf({ settings: { overload: { hook: { url: `http://127.0.0.1:${port}/` } } } }));
  const admitting = createAdmitting({
    ...{ clock, log, instance: 'this-one' },
    engine: { tell: (text) => void told.push(text) },
    config: { state: () => ({ config }) } as unknown as LiveConfig,
  });
  return { admitting, clock, log, told };
}

describe('the end of Watchbell', () => {
  it('is the end of a spell of refusals, for the hook as for the history', async () => {
    const heard: string[] = [];
    const { port } = await httpServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      request.on('end', () => {
        heard.push((JSON.parse(text) as { kind: string }).kind);
        response.end();
      });
    });
    const { admitting, told } = house(port);
    admitting.admission.refusedSession();
    expect(admitting.rows()).toMatchObject([{ id: 'callers', level: 'amber' }]);
    await admitting.close();
    expect(heard.toSorted()).toEqual(['begun', 'over']);
    expect(told).toHaveLength(2);
  });

  it('waits two seconds for a hook that hangs, and no longer', async () => {
    const { port } = await httpServer(() => undefined);
    const { admitting, clock, log } = house(port);
    admitting.admission.refusedSession();
    let closed = false;
    const closing = admitting.close().then(() => {
      closed = true;
    });
    await clock.advance(1_999);
    expect(closed).toBe(false);
    await clock.advance(1);
    await closing;
    expect(log.lines.at(-1)?.message).toMatch(/^the hook of `settings\.overload` was not told: /);
  });
});
