/**
 * A signed POST to any receiver, after the Standard Webhooks specification (standardwebhooks.com, version 1); its body may be a
 * template of the user's own, which is signed as it is sent.
 *
 * Body and `webhook-id` are the same on every try, so that a receiver can drop what it has already taken.
 */
import { createHmac } from 'node:crypto';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { JSON_TYPE } from '../../../shared/model/channels/webhook.ts';
import type { Delivery, Page } from '../../../shared/model/page.ts';
import { declined } from '../../../shared/rules/http/declined.ts';
import { refused } from '../../../shared/rules/http/deliveries.ts';
import { verdictOf } from '../../../shared/rules/http/verdict.ts';
import { fillTemplate, readTemplate } from '../../../shared/rules/template.ts';
import { headerForms } from '../../../shared/rules/words/painter.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { createPoster, type PostAnswer } from './http-post.ts';
import { basicAuth, loginOf, urlForms } from './secrets.ts';

const GONE = 410;
/** What stands in a template and is no word: some receivers want their token in the body, and may quote that back. */
const LIKE_A_TOKEN = /[-\w.~+/=]{16,}/g;
/** Enough for an error's first words. */
const EXCERPT = { bytes: 1_024, withinMs: 1_000 };

export function createWebhookChannel(): Channel<'webhook'> {
  const poster = createPoster();
  return {
    type: 'webhook',
    can: { acknowledge: false, delivery: false, idempotent: true, rate: { pages: 400, perMs: 1_000 }, abreast: 64 },
    target: ({ url }) => new URL(url).host,
    secrets: ({ secret, headers, url, template = '' }) => [
      secret,
      secret.replace(/^whsec_/, ''),
      ...headerForms(headers),
      ...urlForms(url),
      ...(template.match(LIKE_A_TOKEN) ?? []),
    ],
    async send(page, settings, context) {
      const key = keyOf(settings.secret);
      if (key === null) {
        return refused('the secret of this webhook is not whsec_ followed by base64');
      }
      const body = bodyFor(page, settings);
      const answer = await poster.post({
        url: withoutLogin(settings.url),
        headers: headersFor(page.id, body, key, settings, context),
        body,
        verifyTls: settings.verifyTls,
        read: (status) => (verdictOf(status) === 'accepted' ? null : EXCERPT),
        signal: context.signal,
        clock: context.clock,
      });
      return judge(answer, new URL(settings.url).host, context);
    },
    async tell({ id, text, to }, settings, context) {
      const key = settings.secret === '' ? null : keyOf(settings.secret);
      if (to.way !== 'hook' || (key === null && settings.secret !== '')) {
        return refused('a webhook is told news, signed with whsec_ and base64 or not at all');
      }
      const answer = await poster.post({
        url: withoutLogin(settings.url),
        headers: headersFor(id, text, key, settings, context),
        body: text,
        verifyTls: settings.verifyTls,
        read: () => null,
        signal: context.signal,
        clock: context.clock,
      });
      return judge(answer, new URL(settings.url).host, context);
    },
    close: () => poster.close(),
  };
}

/** The template filled in, or the page as it is. */
function bodyFor(page: Page, { template, contentType = JSON_TYPE }: ChannelSettingsOf<'webhook'>): string {
  return template === undefined ? webhookBody(page) : fillTemplate(readTemplate(template), page, contentType);
}

/** `{type: 'page.trigger', timestamp: '…Z', data: {…the page…}}`; times inside `data` are epoch ms. */
export function webhookBody(page: Page): string {
  return JSON.stringify({ type: `page.${page.kind}`, timestamp: new Date(page.createdAt).toISOString(), data: page });
}

/** The bytes of a `whsec_…` secret; null when it is none. */
export function keyOf(secret: string): Buffer | null {
  const base64 = secret.replace(/^whsec_/, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0 ? Buffer.from(base64, 'base64') : null;
}

/** `v1,<base64>`: HMAC-SHA256 over `id.timestamp.body`. `seconds` since the epoch. */
export function signature(key: Buffer, id: string, seconds: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** The signature, or null where the secret is none. */
export function signWebhook(secret: string, id: string, seconds: number, body: string): string | null {
  const key = keyOf(secret);
  return key === null ? null : signature(key, id, seconds, body);
}

/** @param key null: unsigned */
function headersFor(
  id: string,
  body: string,
  key: Buffer | null,
  settings: ChannelSettingsOf<'webhook'>,
  { clock }: ChannelContext,
): Record<string, string> {
  const seconds = Math.floor(clock.now() / 1_000);
  const login = loginOf(settings.url);
  const own = Object.entries(settings.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    'user-agent': 'Watchbell',
    ...(login === null ? {} : { authorization: basicAuth(login.user, login.password) }),
    ...Object.fromEntries(own),
    'content-type': settings.contentType ?? JSON_TYPE,
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    ...(key !== null && { 'webhook-signature': signature(key, id, seconds, body) }),
  };
}

/** undici drops a login in the address silently; it goes into a header instead. */
function withoutLogin(text: string): string {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}

function judge(answer: PostAnswer, who: string, { clock }: ChannelContext): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const notes = { [GONE]: 'the receiver asks to stop' };
  return declined(answer, { who, notes }, clock.now()) ?? { status: 'accepted', reference: `HTTP ${answer.status}` };
}
