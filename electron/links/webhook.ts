/**
 * Any program that wants to know how things are: a POST for each change, signed after Standard Webhooks where there is a secret.
 *
 * Body and `webhook-id` are the same on every try of the same news, so that a receiver can drop what it has already taken.
 */
import { JSON_TYPE } from '../../shared/model/channels/webhook.ts';
import type { LinkSettingsOf } from '../../shared/model/link.ts';
import type { StateChange } from '../../shared/model/link-state.ts';
import { wholeFace } from '../../shared/rules/links/face.ts';
import { flatChange, LINK_FIELDS } from '../../shared/rules/links/flat.ts';
import { changeHook } from '../../shared/rules/links/hook.ts';
import { fillFields, readTemplate } from '../../shared/rules/template.ts';
import { headerForms } from '../../shared/rules/words/painter.ts';
import type { Link } from '../engine/ports/link.ts';
import type { Web } from '../engine/ports/web.ts';
import { refusal } from './answers.ts';

/** `v1,…` for `id.seconds.body`; null: the secret is none. */
export type Sign = (secret: string, id: string, seconds: number, body: string) => string | null;

/** Enough for an error's first words. */
const EXCERPT = { bytes: 1_024, withinMs: 1_000 };
const NOTES = { 410: 'the receiver asks to stop' };

export function createWebhookLink(web: Web, sign: Sign): Link<'webhook'> {
  return {
    type: 'webhook',
    target: ({ url }) => new URL(url).host,
    secrets: ({ secret = '', headers, url }) => [
      secret,
      secret.replace(/^whsec_/, ''),
      ...headerForms(headers),
      ...addressForms(url),
    ],
    face: wholeFace,
    async tell(change, _told, settings, { signal, clock }) {
      const body = bodyOf(change, settings);
      const seconds = Math.floor(clock.now() / 1_000);
      const signature = settings.secret === undefined ? null : sign(settings.secret, change.id, seconds, body);
      if (signature === null && settings.secret !== undefined) {
        return { status: 'refused', reason: 'the secret of this link is not whsec_ followed by base64' };
      }
      const own = Object.entries(settings.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
      const answer = await web.ask({
        method: 'POST',
        url: settings.url,
        headers: {
          'user-agent': 'Watchbell',
          ...Object.fromEntries(own),
          'content-type': settings.contentType ?? JSON_TYPE,
          'webhook-id': change.id,
          'webhook-timestamp': String(seconds),
          ...(signature !== null && { 'webhook-signature': signature }),
        },
        body,
        verifyTls: settings.verifyTls,
        read: (status) => (status >= 200 && status <= 299 ? null : EXCERPT),
        signal,
        clock,
      });
      const { host } = new URL(settings.url);
      return refusal(answer, { who: host, notes: NOTES }, clock.now()) ?? { status: 'accepted' };
    },
  };
}

/** Many receivers keep their token in the path or the query. */
function addressForms(text: string): readonly string[] {
  const { pathname, search, searchParams } = new URL(text);
  return [text, pathname, search, ...searchParams.values()];
}

function bodyOf(change: StateChange, { template, contentType = JSON_TYPE }: LinkSettingsOf<'webhook'>): string {
  return template === undefined
    ? JSON.stringify(changeHook(change))
    : fillFields(readTemplate(template, LINK_FIELDS), flatChange(change), contentType);
}
