/**
 * What every channel that speaks HTTP owes the outbox, beside what its own service says: called inside a `describe`, it adds tests.
 */
import { expect, it } from 'vitest';
import type { Delivery } from '../../shared/model/page.ts';
import type { HttpBehaviour } from './http-emulator.ts';

export interface HttpRig {
  behave(behaviour: HttpBehaviour): void;
  /** Requests so far. */
  count(): number;
  arrived(count: number): Promise<void>;
  send(signal?: AbortSignal): Promise<Delivery>;
}

/** @param rig asked in each test anew: what `beforeEach` has made */
export function httpManners(rig: () => HttpRig): void {
  it.each([
    ['the login page of a hotel', 'text/html', '<html><title>Welcome, guest</title></html>'],
    ['nothing', 'text/plain', ''],
    ['JSON of somebody else', 'application/json', '{"hello":"world"}'],
    ['half an answer', 'application/json', '{"id":'],
  ])('does not count as sent when the 200 holds %s', async (_what, type, body) => {
    const { behave, send } = rig();
    behave({ kind: 'answer', status: 200, headers: { 'content-type': type }, body });
    expect(await send()).toMatchObject({ status: 'try-later', reason: expect.stringContaining('but not as') });
  });

  it('follows no redirect', async () => {
    const { behave, send, count } = rig();
    const before = count();
    behave({ kind: 'answer', status: 302, headers: { location: 'http://login.hotel.example/?t=1' } });
    expect(await send()).toMatchObject({
      status: 'try-later',
      reason: expect.stringMatching(/answered 302, redirects are not followed \(to login\.hotel\.example\)$/),
    });
    expect(count()).toBe(before + 1);
  });

  it('waits as long as a busy service asks', async () => {
    const { behave, send } = rig();
    behave({ kind: 'answer', status: 429, headers: { 'retry-after': '7' } });
    expect(await send()).toMatchObject({ status: 'try-later', afterMs: 7_000 });
  });

  it('may pass later when the service is in trouble', async () => {
    const { behave, send } = rig();
    behave({ kind: 'answer', status: 503, body: '<html><title>Service Unavailable</title></html>' });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: expect.stringMatching(/ answered 503: Service Unavailable$/),
    });
  });

  it('may pass later when the service hangs up', async () => {
    const { behave, send } = rig();
    behave({ kind: 'drop' });
    expect(await send()).toEqual({
      status: 'try-later',
      reason: expect.stringMatching(/closed the connection before it answered$/),
    });
  });

  it('is given up when its time is over', async () => {
    const { behave, send, count, arrived } = rig();
    behave({ kind: 'hang' });
    const limit = new AbortController();
    const hanging = arrived(count() + 1);
    const sending = send(limit.signal);
    await hanging;
    limit.abort();
    expect(await sending).toEqual({
      status: 'try-later',
      reason: expect.stringMatching(/did not answer in time$/),
    });
  });
}
