/**
 * A card in Microsoft Teams, by the webhook of a workflow (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors).
 *
 * It only posts: it edits nothing, hears nothing, and knows no idempotency key. And its 200 or 202 may hold a failure.
 */
import { z } from 'zod';
import type { Delivery, Page } from '../../../shared/model/page.ts';
import type { Severity } from '../../../shared/model/status.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import { pushText } from '../../../shared/rules/words/push-texts.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { type Answered, createPoster, type PostAnswer } from './http-post.ts';
import { parseJson } from './json.ts';
import { urlForms } from './secrets.ts';

const ANSWER = { bytes: 4 * 1_024, withinMs: 5_000 };
/** The card may have 28 KB, and some count two bytes for each letter: with these it has 10 at most. UTF-16 units */
const LIMITS = { title: 250, body: 1_000 };
const LONGEST_LINK = 2_000;

/** Teams has no priorities; colours of Adaptive Cards. */
const COLOUR = { critical: 'Attention', high: 'Warning', low: 'Accent' } as const satisfies Record<Severity, string>;
const WELL = 'Good';

const NOTES = {
  401: 'the signature in the webhookUrl is wrong',
  403: 'the signature in the webhookUrl is wrong, or its workflow takes only known people',
  404: 'the workflow is gone: make a new webhookUrl',
  413: 'the card is too large',
};

const Problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export function createTeamsChannel(): Channel<'teams'> {
  const poster = createPoster();
  return {
    type: 'teams',
    // Four requests in a second for each webhook (learn.microsoft.com, "Rate limiting considerations for Incoming Webhooks").
    can: { acknowledge: false, delivery: false, idempotent: false, rate: { pages: 4, perMs: 1_000 } },
    target: ({ webhookUrl }) => `workflow at ${new URL(webhookUrl).host}`,
    secrets: ({ webhookUrl }) => urlForms(webhookUrl),
    async send(page, { webhookUrl }, context) {
      const answer = await poster.post({
        url: webhookUrl,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(teamsMessage(page)),
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

function teamsMessage(page: Page): object {
  const { title, body } = pushText(page, LIMITS);
  const color = page.kind === 'close' ? WELL : COLOUR[page.severity];
  // Not TextBlock, which reads Markdown: a server's words must lead nowhere.
  const line = (text: string, look: object) => ({
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text, ...look }],
  });
  const action = (title: string, url: string | null | undefined) =>
    url === null || url === undefined || url.length > LONGEST_LINK ? [] : [{ type: 'Action.OpenUrl', title, url }];
  const actions = [...action('Acknowledge', page.ackUrl), ...action('Runbook', page.runbook)];
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: `${title}: ${body}`,
    body: [
      line(title, { weight: 'Bolder', size: 'Large', color }),
      ...body.split('\n').map((text, index) => line(text, index === 0 ? {} : { isSubtle: true })),
    ],
    ...(actions.length === 0 ? {} : { actions }),
  };
  return {
    type: 'message',
    summary: title,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

function judge(answer: PostAnswer, { clock }: ChannelContext): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const problem = Problem.safeParse(parseJson(answer.body)).data?.error;
  const words = problem === undefined ? null : `${problem.code}, ${problem.message}`;
  const no = declined(asItSays(answer), { who: 'Teams', notes: NOTES, words }, clock.now());
  if (no !== null) {
    return no;
  }
  // A workflow says 202 and nothing; the connectors before it said 200 and "1".
  const said = answer.body.trim();
  const good = (answer.status === 202 && said === '') || (answer.status === 200 && said === '1');
  return good ? { status: 'accepted', reference: `HTTP ${answer.status}` } : notUnderstood(answer, 'Teams');
}

/** "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 …", inside a 200. */
function asItSays(answer: Answered): Answered {
  const inside = /\bHTTP error ([45]\d\d)\b/.exec(answer.body)?.[1];
  return inside === undefined ? answer : { ...answer, status: Number(inside) };
}
