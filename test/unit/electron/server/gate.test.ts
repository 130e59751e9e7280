/** Whom the gate still serves who has hung up before it was their turn. */
import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createGate } from '../../../../electron/server/admission/gate.ts';
import { movableClock } from '../../../harness/clock.ts';

/** What the handler was given, when everybody has had their turn. */
async function servedOf(...asked: readonly string[]): Promise<readonly string[]> {
  const clock = movableClock();
  const served: string[] = [];
  const gate = createGate({
    clock,
    random: () => 0,
    limits: () => ({ queue: 200, waitMs: 2_000 }),
    instance: 'this-one',
    onRefused: () => undefined,
  });
  const guarded = gate.guard((request) => void served.push(request.url ?? ''));
  for (const line of asked) {
    const [url, method = 'GET'] = line.split(' ').toReversed();
    const request = { method, url, headers: {} } as IncomingMessage;
    guarded(
      request,
      Object.assign(new EventEmitter(), { destroyed: true }) as unknown as ServerResponse<IncomingMessage>,
    );
  }
  await clock.advance(1_000);
  gate.close();
  return served;
}

describe('whoever has hung up before their turn', () => {
  it('has said what they had to say: a heartbeat, a report, an alert', async () => {
    expect(await servedOf('/beat/x', '/report/x', '/events/x', '/v2/enqueue', '/ack/x')).toEqual([
      '/ack/x', // at once
      ...['/beat/x', '/report/x', '/events/x', '/v2/enqueue'],
    ]);
  });

  it('has done what they did in a window, or on a page', async () => {
    const done = ['/api/ask/silence', '/status/subscribe', '/status/leave/x'];
    const asked = done.map((url) => `POST ${url}`);
    expect([...(await servedOf(...asked))].toSorted()).toEqual(done.toSorted());
  });

  it('is worked out no past any more', async () => {
    expect(await servedOf('POST /api/ask/events', 'POST /api/ask/dutyReport')).toEqual([]);
  });

  it('is painted no page any more', async () => {
    expect(await servedOf('/status/', '/', '/assets/x.js', '/api/v1/components')).toEqual([]);
  });
});
