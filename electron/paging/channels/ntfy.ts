/**
 * A push notice through an ntfy server (docs.ntfy.sh/publish, "Publish as JSON"), with buttons whose answers come back by a
 * second topic.
 *
 * ntfy keeps no keys: a try whose answer was lost may have been sent. On phones the later notice takes the earlier one's place.
 */
import { z } from 'zod';
import type { ChannelSettingsOf } from '../../../shared/model/channel.ts';
import type { Delivery } from '../../../shared/model/page.ts';
import { declined, notUnderstood } from '../../../shared/rules/http/declined.ts';
import type { Channel, ChannelContext } from '../../engine/ports/channel.ts';
import { createPoster, type PostAnswer, type Poster } from './http-post.ts';
import { parseJson } from './json.ts';
import { listenToNtfy } from './ntfy-answers.ts';
import { type NtfyMessage, ntfyMessage } from './ntfy-message.ts';
import { basicAuth, basicForms } from './secrets.ts';

/** Enough for the message that is quoted back. */
const ANSWER = { bytes: 16 * 1_024, withinMs: 5_000 };

const Taken = z.object({ id: z.string().min(1), event: z.literal('message') });
const Problem = z.object({ code: z.number(), error: z.string() });

const NOTES = {
  401: 'check the token or the login of this channel',
  403: 'this login may not write to the topic',
  404: 'check its baseUrl',
};

export function createNtfyChannel(): Channel<'ntfy'> {
  const poster = createPoster();
  return {
    type: 'ntfy',
    // ntfy.sh takes a request each 5 s, after a first 60 (docs.ntfy.sh/publish, "Limitations"); half of that is for listening.
    can: ({ answers }) => ({
      acknowledge: answers !== undefined,
      delivery: false,
      idempotent: false,
      rate: { pages: 10, perMs: 60_000 },
    }),
    // On an open server the topic is the password.
    target: ({ baseUrl, topic }) => `${topic.slice(0, 3)}… at ${new URL(baseUrl).host}`,
    secrets: ({ topic, answers, token, login }) => [
      topic,
      answers ?? '',
      token ?? '',
      ...(login === undefined ? [] : [login.password, ...basicForms(login.user, login.password)]),
    ],
    async send(page, settings, context) {
      const answer = await publish(poster, ntfyMessage(page, settings), settings, context);
      return judge(answer, new URL(settings.baseUrl).host, context);
    },
    listen(settings, context) {
      const { answers } = settings;
      return answers === undefined
        ? null
        : listenToNtfy(
            { ...settings, answers, headers: login(settings) },
            poster,
            // The words are a courtesy: what was done stands in our own history, whether they arrive or not.
            (message, signal) => publish(poster, message, settings, { signal, clock: context.clock }),
            context,
          );
    },
    close: () => poster.close(),
  };
}

function publish(
  poster: Poster,
  message: NtfyMessage,
  settings: ChannelSettingsOf<'ntfy'>,
  { signal, clock }: Pick<ChannelContext, 'signal' | 'clock'>,
): Promise<PostAnswer> {
  return poster.post({
    url: `${settings.baseUrl.replace(/\/+$/, '')}/`,
    headers: { ...login(settings), 'content-type': 'application/json' },
    body: JSON.stringify(message),
    verifyTls: settings.verifyTls,
    read: () => ANSWER,
    signal,
    clock,
  });
}

function login({ token, login }: ChannelSettingsOf<'ntfy'>): Readonly<Record<string, string>> {
  if (token !== undefined) {
    return { authorization: `Bearer ${token}` };
  }
  return login === undefined ? {} : { authorization: basicAuth(login.user, login.password) };
}

function judge(answer: PostAnswer, who: string, { clock }: ChannelContext): Delivery {
  if (answer.kind === 'failed') {
    return answer.delivery;
  }
  const json = parseJson(answer.body);
  const problem = Problem.safeParse(json).data;
  const words = problem === undefined ? null : `error ${problem.code}, ${problem.error}`;
  const taken = Taken.safeParse(json).data;
  return (
    declined(answer, { who, notes: NOTES, words }, clock.now()) ??
    (taken === undefined ? notUnderstood(answer, who) : { status: 'accepted', reference: taken.id })
  );
}
