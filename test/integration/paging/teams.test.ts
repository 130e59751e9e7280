import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTeamsChannel } from '../../../electron/paging/channels/teams.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { movableClock } from '../../harness/clock.ts';
import { httpManners } from '../../harness/http-manners.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { failedInside, problem, startTeamsEmulator, type TeamsEmulator } from '../../harness/teams-emulator.ts';

let teams: TeamsEmulator;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createTeamsChannel>;

beforeEach(async () => {
  clock = movableClock();
  teams = await startTeamsEmulator({ signature: 'sIgNaTuRe-0123' });
  channel = createTeamsChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await teams.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({ id: 'chat', type: 'teams', webhookUrl: teams.webhookUrl, ...more }) as ChannelSettingsOf<'teams'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });

describe('a page to Teams', () => {
  it('is an Adaptive Card with the runbook as its button', async () => {
    expect(await send(aPage({ runbook: 'https://wiki.example.org/api' }))).toEqual({
      status: 'accepted',
      reference: 'HTTP 202',
    });
    const text = '503 Service Unavailable for 2 min, third failure, since 02:14';
    const why = 'Sent because of: step 1 of 2 of policy default, on call by schedule primary';
    expect(teams.received).toEqual([
      {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        fallbackText: `DOWN api-gateway: ${text}\n${why}`,
        body: [
          {
            type: 'RichTextBlock',
            inlines: [
              { type: 'TextRun', text: 'DOWN api-gateway', weight: 'Bolder', size: 'Large', color: 'Attention' },
            ],
          },
          { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] },
          { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: why, isSubtle: true }] },
        ],
        actions: [{ type: 'Action.OpenUrl', title: 'Runbook', url: 'https://wiki.example.org/api' }],
      },
    ]);
  });

  it.each<{ kind: Page['kind']; severity: Severity; color: string }>([
    { kind: 'trigger', severity: 'critical', color: 'Attention' },
    { kind: 'reminder', severity: 'high', color: 'Warning' },
    { kind: 'trigger', severity: 'low', color: 'Accent' },
    { kind: 'close', severity: 'critical', color: 'Good' },
  ])('of kind $kind and severity $severity is $color', async ({ kind, severity, color }) => {
    await send(aPage({ kind, severity }));
    expect(teams.received[0]?.body[0]?.inlines[0]).toMatchObject({ color });
    expect(teams.received[0]?.actions).toBeUndefined();
  });

  it('shows a server’s words as they are: no block of it reads Markdown', async () => {
    await send(aPage({ text: '[click](https://evil.example) **now**' }));
    expect(teams.received[0]?.body.map(({ type }) => type)).toEqual(Array.from({ length: 3 }, () => 'RichTextBlock'));
    expect(teams.received[0]?.body[1]?.inlines[0]?.text).toBe('[click](https://evil.example) **now**');
  });

  it('is never larger than Teams takes, also when letters are counted double', async () => {
    const long = aPage({
      title: '支払い "'.repeat(500),
      text: '支払い "\\" '.repeat(2_000),
      runbook: `https://wiki.example.org/${'ü'.repeat(1_900)}`,
    });
    expect(await send(long)).toMatchObject({ status: 'accepted' });
    expect(2 * (teams.requests[0]?.body.length ?? 0)).toBeLessThan(28 * 1_024);
  });

  it.each([
    {
      story: 'a wrong signature',
      answer: problem(401, 'AuthorizationFailed', 'not valid'),
      says: '401, the signature in the webhookUrl is wrong: AuthorizationFailed, not valid',
      delivery: 'refused',
    },
    {
      story: 'a workflow that is gone',
      answer: problem(404, 'WorkflowNotFound', 'not found'),
      says: '404, the workflow is gone: make a new webhookUrl: WorkflowNotFound, not found',
      delivery: 'refused',
    },
    {
      story: 'a workflow that is off',
      answer: problem(400, 'WorkflowTriggerIsNotEnabled', 'disabled'),
      says: '400: WorkflowTriggerIsNotEnabled, disabled',
      delivery: 'refused',
    },
    {
      story: 'a workflow that does not answer',
      answer: problem(502, 'NoResponse', 'The server did not receive a response'),
      says: '502: NoResponse, The server did not receive a response',
      delivery: 'try-later',
    },
    {
      story: 'a card that was too large, inside a 200',
      answer: failedInside(413),
      says: expect.stringMatching(/413, the card is too large: Webhook message delivery failed/),
      delivery: 'refused',
    },
    {
      story: 'too many, inside a 200',
      answer: failedInside(429),
      says: expect.stringMatching(/429: Webhook message delivery failed/),
      delivery: 'try-later',
    },
  ])('is $delivery at $story', async ({ answer, says, delivery }) => {
    teams.behave({ kind: 'answer', ...answer });
    const reason = typeof says === 'string' ? `Teams answered ${says}` : says;
    expect(await send()).toEqual({ status: delivery, reason });
  });

  it.each([
    { story: 'the 200 and "1" of a connector', status: 200, body: '1', delivery: 'accepted' },
    {
      story: 'a 202 with a page of somebody else',
      status: 202,
      body: '<html><title>Hi</title></html>',
      delivery: 'try-later',
    },
    { story: 'a 204', status: 204, body: '', delivery: 'try-later' },
  ])('is $delivery at $story', async ({ status, body, delivery }) => {
    teams.behave({ kind: 'answer', status, body });
    expect(await send()).toMatchObject({ status: delivery });
  });

  it('is refused when the signature is wrong', async () => {
    const webhookUrl = teams.webhookUrl.replace(/sig=.*/, 'sig=other');
    expect(await send(aPage(), { webhookUrl })).toMatchObject({ status: 'refused' });
  });

  httpManners(() => ({
    behave: teams.behave,
    arrived: teams.arrived,
    count: () => teams.requests.length,
    send: (signal) => send(aPage(), {}, signal),
  }));

  it('shows of its address only the host', () => {
    expect(channel.target(settings())).toBe(`workflow at 127.0.0.1:${teams.port}`);
  });
});
