import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSlackChannel } from '../../../electron/paging/channels/slack.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { movableClock } from '../../harness/clock.ts';
import { httpManners } from '../../harness/http-manners.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { type SlackEmulator, said, startSlackEmulator } from '../../harness/slack-emulator.ts';

let slack: SlackEmulator;
let clock: ReturnType<typeof movableClock>;
let channel: ReturnType<typeof createSlackChannel>;

beforeEach(async () => {
  clock = movableClock();
  slack = await startSlackEmulator({ token: 'wEbHoOk0123456789' });
  channel = createSlackChannel();
});
afterEach(async () => {
  expect(clock.waiting).toBe(0);
  await channel.close?.();
  await slack.close();
});

const settings = (more: object = {}) =>
  ChannelFile.parse({ id: 'chat', type: 'slack', webhookUrl: slack.webhookUrl, ...more }) as ChannelSettingsOf<'slack'>;
const send = (page: Page = aPage(), more: object = {}, signal = new AbortController().signal) =>
  channel.send(page, settings(more), { signal, clock, memory: noMemory });
const shown = () => slack.received[0]?.blocks[0]?.text?.text;

describe('a page to Slack', () => {
  it('is a message in blocks, with a text for notifications and a button for the runbook', async () => {
    expect(await send(aPage({ runbook: 'https://wiki.example.org/api' }))).toEqual({
      status: 'accepted',
      reference: 'HTTP 200',
    });
    const why = 'Sent because of: step 1 of 2 of policy default, on call by schedule primary';
    expect(slack.received).toEqual([
      {
        text: `DOWN api-gateway: 503 Service Unavailable for 2 min, third failure, since 02:14\n${why}`,
        blocks: [
          {
            type: 'section',
            text: {
              type: 'mrkdwn',
              text: `:rotating_light: *DOWN api-gateway*\n503 Service Unavailable for 2 min, third failure, since 02:14\n${why}`,
            },
          },
          {
            type: 'actions',
            elements: [
              {
                type: 'button',
                text: { type: 'plain_text', text: 'Runbook' },
                url: 'https://wiki.example.org/api',
                action_id: 'runbook',
              },
            ],
          },
        ],
      },
    ]);
  });

  it.each<{ kind: Page['kind']; severity: Severity; picture: string }>([
    { kind: 'trigger', severity: 'critical', picture: ':rotating_light:' },
    { kind: 'reminder', severity: 'high', picture: ':warning:' },
    { kind: 'trigger', severity: 'low', picture: ':information_source:' },
    { kind: 'close', severity: 'critical', picture: ':white_check_mark:' },
  ])('of kind $kind and severity $severity begins with $picture', async ({ kind, severity, picture }) => {
    await send(aPage({ kind, severity }));
    expect(shown()).toMatch(new RegExp(`^${picture} `));
  });

  it('calls nobody and leads nowhere, whatever a server said', async () => {
    await send(aPage({ title: 'DOWN a&b', text: '<!channel> <https://evil.example|click> &lt;' }));
    expect(shown()).toContain('*DOWN a&amp;b*\n&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp;lt;');
  });

  it('is never longer than Slack takes, however much is escaped', async () => {
    const long = aPage({ title: '&'.repeat(2_000), text: '<&> 支払い '.repeat(2_000), because: '' });
    expect(await send(long)).toMatchObject({ status: 'accepted' });
    expect(
      await send(aPage({ text: '&'.repeat(900), runbook: `https://w.example/${'x'.repeat(3_000)}` })),
    ).toMatchObject({
      status: 'accepted',
    });
    const [first, second] = slack.received;
    expect(first?.blocks[0]?.text?.text.length).toBeGreaterThan(2_000);
    expect(second?.blocks).toHaveLength(1);
  });

  it.each([
    {
      status: 404,
      word: 'no_service',
      says: '404: no_service, the webhook was removed or switched off: make a new one',
    },
    {
      status: 410,
      word: 'channel_is_archived',
      says: '410: channel_is_archived, its channel is archived: make a new webhook',
    },
    {
      status: 403,
      word: 'action_prohibited',
      says: '403: action_prohibited, an admin of the workspace has forbidden this',
    },
    { status: 400, word: 'invalid_payload', says: '400: invalid_payload' },
  ])('is refused at $word', async ({ status, word, says }) => {
    slack.behave({ kind: 'answer', ...said(status, word) });
    expect(await send()).toEqual({ status: 'refused', reason: `Slack answered ${says}` });
  });

  it('is refused when the address is wrong', async () => {
    const webhookUrl = slack.webhookUrl.replace(/wEbHoOk/, 'other');
    expect(await send(aPage(), { webhookUrl })).toEqual({
      status: 'refused',
      reason: 'Slack answered 403: invalid_token, the webhookUrl is wrong: make a new one',
    });
  });

  it('may pass later at an error of Slack’s own', async () => {
    slack.behave({ kind: 'answer', ...said(500, 'rollup_error') });
    expect(await send()).toEqual({ status: 'try-later', reason: 'Slack answered 500: rollup_error' });
  });

  it('is refused when the 200 says so inside', async () => {
    slack.behave({ kind: 'answer', ...said(200, 'no_service') });
    expect(await send()).toMatchObject({ status: 'refused', reason: expect.stringContaining('no_service') });
  });

  httpManners(() => ({
    behave: slack.behave,
    arrived: slack.arrived,
    count: () => slack.requests.length,
    send: (signal) => send(aPage(), {}, signal),
  }));

  it('shows of its address only the host', () => {
    expect(channel.target(settings())).toBe(`webhook at 127.0.0.1:${slack.port}`);
  });
});
