/**
 * A message in a Slack channel, by an incoming webhook (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 *
 * A webhook only posts: it edits nothing, hears nothing, and knows no idempotency key.
 */
import type { Delivery, Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { refused } from '../../../shared/rules/http/deliveries.ts';
import { cutAtWord } from '../../../shared/rules/words/plain.ts';
import { pushText } from '../../../shared/rules/words/push-texts.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { createPoster, type PostAnswer } from './http-post.ts';
import { urlForms } from './secrets.ts';

const ANSWER = { bytes: 1_024, withinMs: 5_000 };
/** UTF-16 units as Slack counts them: after escaping (docs.slack.dev/reference/block-kit). */
const LONGEST_TEXT = 3_000;
const LIMITS = { title: 250, body: 1_000 };

/** Slack has no priorities; a picture is what one sees first. */
const PICTURE = {
  critical: ':rotating_light:',
  high: ':warning:',
  low: ':information_source:',
} as const satisfies Record<Severity, string>;
const WELL = ':white_check_mark:';

/** Its plain-text answers that somebody can mend (docs.slack.dev, "Handling errors"). */
const MEND: Readonly<Record<string, string>> = {
  invalid_token: 'the webhookUrl is wrong: make a new one',
  no_service: 'the webhook was removed or switched off: make a new one',
  no_service_id: 'the webhookUrl is wrong: make a new one',
  no_team: 'the webhookUrl is wrong: make a new one',
  team_disabled: 'the workspace is closed',
  channel_not_found: 'its channel is gone: make a new webhook',
  channel_is_archived: 'its channel is archived: make a new webhook',
  action_prohibited: 'an admin of the workspace has forbidden this',
  posting_to_general_channel_denied: 'an admin of the workspace has forbidden posts to this channel',
};

export function createSlackChannel(): Channel<'slack'> {
  const poster = createPoster();
  return {
    type: 'slack',
    // docs.slack.dev/apis/web-api/rate-limits: one in a second.
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 1, perMs: 1_000 } },
    target: ({ webhookUrl }) => `webhook at ${new URL(webhookUrl).host}`,
    secrets: ({ webhookUrl }) => [...urlForms(webhookUrl), webhookUrl.slice(webhookUrl.lastIndexOf('/') + 1)],
    async send(page, { webhookUrl }, context) {
      const answer = await poster.post({
        url: webhookUrl,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(slackMessage(page)),
        verifyTls: true,
        read: () => ANSWER,
        signal: context.signal,
        clock: context.clock,
      });
      return judge(answer, context);
    },
    close: () => poster.close(),
  };
}

function slackMessage(page: Page): object {
  const { title, body } = pushText(page, LIMITS);
  const picture = page.kind === 'close' ? WELL : PICTURE[page.severity];
  const head = `${picture} *${escaped(title)}*`;
  const button = (text: string, url: string | null | undefined) =>
    url === null || url === undefined || url.length > LONGEST_TEXT
      ? []
      : [{ type: 'button', text: { type: 'plain_text', text }, url, action_id: text.toLowerCase() }];
  const buttons = [...button('Acknowledge', page.ackUrl), ...button('Runbook', page.runbook)];
  return {
    // What a notification shows, and a screen reader.
    text: escapedWithin(`${title}: ${body}`, LONGEST_TEXT),
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `${head}\n${escapedWithin(body, LONGEST_TEXT - head.length - 1)}` },
      },
      ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]),
    ],
  };
}

/** Three signs steer Slack (mentions, links): a server's words must neither call a channel nor lead anywhere. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cut first and escaped then: half an escape would stand there as it is. */
function escapedWithin(text: string, limit: number): string {
  let room = limit;
  let out = escaped(cutAtWord(text, room));
  while (out.length > limit) {
    room = Math.floor((room * limit) / out.length);
    out = escaped(cutAtWord(text, room));
  }
  return out;
}

function judge(answer: PostAnswer, { clock }: ChannelContext): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const said = answer.body.trim();
  const word = /^[a-z][a-z_]{2,60}$/.test(said) ? said : null;
  const mend = word === null ? undefined : MEND[word];
  const words = word === null || mend === undefined ? word : `${word}, ${mend}`;
  const no = declined(answer, { who: 'Slack', words }, clock.now());
  if (no !== null) {
    return no;
  }
  if (said === 'ok') {
    return { status: 'accepted', reference: `HTTP ${answer.status}` };
  }
  return words === null ? notUnderstood(answer, 'Slack') : refused(`Slack refused: ${words}`);
}
