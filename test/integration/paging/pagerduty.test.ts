import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPagerDutyChannel } from '../../../electron/paging/channels/pagerduty.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { PageId } from '../../../shared/model/ids.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { movableClock } from '../../harness/clock.ts';
import { httpManners } from '../../harness/http-manners.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { type PagerDutyEmulator, problem, startPagerDutyEmulator } from '../../harness/pagerduty-emulator.ts';

const KEY = 'R0123456789abcdefR0123456789abcd';

let pagerDuty: PagerDutyEmulator;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createPagerDutyChannel>;

beforeEach(async () => {
  clock = movableClock();
  pagerDuty = await startPagerDutyEmulator({ routingKey: KEY });
  channel = createPagerDutyChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await pagerDuty.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({
    id: 'pd',
    type: 'pagerduty',
    routingKey: KEY,
    baseUrl: pagerDuty.url,
    ...more,
  }) as ChannelSettingsOf<'pagerduty'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });

describe('a page to PagerDuty', () => {
  it('opens an alert with everything that PagerDuty can show', async () => {
    expect(await send(aPage({ runbook: 'https://wiki.example.org/api' }))).toEqual({
      status: 'accepted',
      reference: 'inc-1',
    });
    expect(pagerDuty.alerts()).toEqual([
      {
        key: 'inc-1',
        resolved: false,
        events: [
          {
            routing_key: KEY,
            event_action: 'trigger',
            dedup_key: 'inc-1',
            client: 'Watchbell',
            payload: {
              summary: 'DOWN api-gateway: 503 Service Unavailable for 2 min, third failure, since 02:14',
              source: 'api',
              severity: 'critical',
              timestamp: '2026-11-21T01:16:00.000Z',
              component: 'api-gateway',
              class: 'major_outage',
              custom_details: {
                sent_because_of: 'step 1 of 2 of policy default, on call by schedule primary',
                kind: 'trigger',
                page: 'inc-1/1',
              },
            },
            links: [{ href: 'https://wiki.example.org/api', text: 'Runbook' }],
          },
        ],
      },
    ]);
  });

  it('is folded into the alert when it reminds, and resolves it when it closes', async () => {
    await send();
    await send(aPage({ kind: 'reminder', id: PageId.parse('inc-1/2') }));
    await send(aPage({ kind: 'close', id: PageId.parse('inc-1/3') }));
    const [alert, ...others] = pagerDuty.alerts();
    expect(others).toEqual([]);
    expect(alert?.events.map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger', 'resolve']);
    expect(alert?.resolved).toBe(true);
    expect(alert?.events[2]).toEqual({ routing_key: KEY, event_action: 'resolve', dedup_key: 'inc-1' });
  });

  it.each<{ kind: Page['kind']; severity: Severity; theirs: string }>([
    { kind: 'trigger', severity: 'critical', theirs: 'critical' },
    { kind: 'trigger', severity: 'high', theirs: 'error' },
    { kind: 'trigger', severity: 'low', theirs: 'warning' },
    { kind: 'notice', severity: 'high', theirs: 'error' },
    { kind: 'test', severity: 'low', theirs: 'info' },
  ])('of kind $kind and severity $severity is "$theirs" there', async ({ kind, severity, theirs }) => {
    await send(aPage({ kind, severity, componentId: null, status: null }));
    const event = pagerDuty.alerts()[0]?.events[0];
    expect(event?.payload).toMatchObject({ severity: theirs, source: 'watchbell' });
    expect(event?.payload).not.toHaveProperty('class');
  });

  it('that is a test leaves nothing that somebody would have to resolve, and says so', async () => {
    expect(await send(aPage({ kind: 'test', dedupKey: 'test.1' }))).toEqual({
      status: 'accepted',
      reference: 'test.1: an alert was opened and resolved at once',
    });
    expect(pagerDuty.alerts()).toMatchObject([{ key: 'test.1', resolved: true }]);
  });

  it('that is a test says what stands open when it cannot be resolved', async () => {
    const sending = send(aPage({ kind: 'test', dedupKey: 'test.2' }));
    await pagerDuty.arrived(1);
    pagerDuty.behave({ kind: 'answer', status: 429, headers: { 'retry-after': '60' } });
    const delivery = await sending;
    expect(delivery).toMatchObject({
      status: 'accepted',
      reference: expect.stringMatching(/^test\.2: an alert was opened, and is to be resolved by hand there: .*429/),
    });
  });

  it('that only tells something is a change, which calls nobody and needs no end', async () => {
    const shift = aPage({
      kind: 'notice',
      incidentId: null,
      title: 'Your shift begins',
      text: 'at 09:00',
      severity: 'low',
    });
    expect(await send(shift)).toEqual({ status: 'accepted', reference: 'change event' });
    expect(pagerDuty.alerts()).toEqual([]);
    expect(pagerDuty.changes).toMatchObject([
      { routing_key: KEY, payload: { summary: 'Your shift begins: at 09:00', timestamp: '2026-11-21T01:16:00.000Z' } },
    ]);
  });

  it('is never longer than PagerDuty takes, and the same incident keeps one key', async () => {
    const long = { dedupKey: 'x'.repeat(300), title: 'DOWN 支払い '.repeat(500), text: '支払い '.repeat(2_000) };
    expect(await send(aPage(long))).toMatchObject({ status: 'accepted' });
    expect(await send(aPage({ ...long, kind: 'close' }))).toMatchObject({ status: 'accepted' });
    expect(pagerDuty.alerts()).toMatchObject([{ resolved: true, key: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  });

  it('is refused with PagerDuty’s own words', async () => {
    expect(await send(aPage(), { routingKey: 'x'.repeat(32) })).toEqual({
      status: 'refused',
      reason:
        "PagerDuty answered 400: Event object is invalid; Length of 'routing_key' is incorrect (should be 32 characters)",
    });
  });

  it('does not count as sent when the 202 says that it is invalid', async () => {
    pagerDuty.behave({ kind: 'answer', ...problem(['no such service'], 202) });
    expect(await send()).toMatchObject({ status: 'try-later', reason: expect.stringContaining('but not as') });
  });

  httpManners(() => ({
    behave: pagerDuty.behave,
    arrived: pagerDuty.arrived,
    count: () => pagerDuty.requests.length,
    send: (signal) => send(aPage(), {}, signal),
  }));
});

describe('the settings of a PagerDuty channel', () => {
  it('show no stranger the key', () => {
    expect(channel.target(settings())).toBe(`integration R01… at 127.0.0.1:${pagerDuty.port}`);
  });

  it('refuse a key that is none', () => {
    const parsed = ChannelFile.safeParse({ id: 'pd', type: 'pagerduty', routingKey: 'short' });
    expect(parsed.error?.issues[0]?.message).toBe('must be the 32 letters and digits of an Events API v2 integration');
  });
});
