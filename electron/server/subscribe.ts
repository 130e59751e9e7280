/**
 * People say by themselves what they want to be told: /status/subscribe asks, /status/confirm/<secret> agrees, /status/subscription/<secret>
 * changes, /status/leave/<secret> ends. Plain HTML, no session: the secret of a mail is the right to it.
 *
 * Looking changes nothing, for mail scanners open every link. Ending takes one POST from whatever program (RFC 8058).
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDuration } from '../../shared/model/duration.ts';
import type { Language } from '../../shared/model/status-page.ts';
import { type Html, html, NOTHING } from '../../shared/rules/html.ts';
import { chooseLanguage } from '../../shared/rules/status-page/language.ts';
import { FORM, FORM_SENTENCES } from '../../shared/rules/subscribers/texts.ts';
import type { Offer, SubscriptionDesk } from '../engine/ports/subscription.ts';
import { goTo } from './call-form.ts';
import { callerKey } from './caller-key.ts';
import { paragraphs, sendPage } from './plain-page.ts';
import { buttonForm, type Mistake, nothingWritten, readWish, type Written, wishForm } from './subscribe-form.ts';

/** Bytes: a thousand components ticked, with long names. */
const BODY_LIMIT = 64 * 1_024;

type Asked = FastifyRequest<{ Params: { readonly token?: string }; Querystring: { readonly lang?: unknown } }>;

/** What every page of these needs: what is offered, and in which language it is spoken of. */
interface Talk {
  readonly offer: Offer;
  readonly language: Language;
}

/** @param publicUrl where people outside reach us; null: nowhere, so no proxy stands before us */
export function serveSubscribing(app: FastifyInstance, desk: SubscriptionDesk, publicUrl: () => string | null): void {
  takeAnyForm(app);
  const route = (
    method: 'GET' | 'POST',
    url: string,
    answer: (request: Asked, reply: FastifyReply, talk: Talk) => Promise<FastifyReply>,
  ) =>
    app.route({
      method,
      url,
      async handler(request, reply) {
        const offer = await desk.offer();
        if (offer === null) {
          reply.callNotFound();
          return reply;
        }
        return answer(request as Asked, reply, { offer, language: languageOf(request as Asked, offer) });
      },
    });

  route('GET', '/status/subscribe', async (_request, reply, talk) =>
    showForm(reply, 200, talk, nothingWritten(talk.language), []),
  );
  route('POST', '/status/subscribe', async (request, reply, talk) => {
    const { language, offer } = talk;
    const read = readWish(request.body, offer);
    if (!read.ok) {
      return showForm(reply, 400, talk, read.written, read.mistakes);
    }
    const asked = await desk.ask(read.wish, callerKey(request.ip, request.headers, publicUrl() !== null));
    if (asked.kind === 'asked') {
      return say(reply, 200, language, FORM.sent[language], [FORM.sentMore[language]]);
    }
    const wait = formatDuration(Math.ceil(asked.afterMs / 60_000) * 60_000);
    reply.header('retry-after', String(Math.ceil(asked.afterMs / 1_000)));
    return say(reply, 429, language, FORM.subscribe[language], [FORM_SENTENCES.tooMany[language](wait)]);
  });

  route('GET', '/status/confirm/:token', async (request, reply, talk) => {
    const waiting = desk.waiting(tokenOf(request));
    if (waiting === null) {
      return unknown(reply, talk.language);
    }
    const { language } = waiting;
    const names = chosenNames(talk.offer, waiting.components, language);
    return sendPage(reply, 200, {
      language,
      title: FORM.confirmTitle[language],
      body: html`<p>${talk.offer.title}: ${waiting.email}</p>\n<ul>${names}</ul>\n${buttonForm(FORM.confirm[language])}`,
    });
  });
  route('POST', '/status/confirm/:token', async (request, reply, { language }) => {
    const token = await desk.confirm(tokenOf(request));
    return token === null ? unknown(reply, language) : goTo(reply, `../subscription/${token}`);
  });

  route('GET', '/status/subscription/:token', async (request, reply, talk) =>
    showSubscription(request, reply, talk, NOTHING),
  );
  route('POST', '/status/subscription/:token', async (request, reply, talk) => {
    const token = tokenOf(request);
    const known = desk.subscribed(token);
    if (known === null) {
      return unknown(reply, talk.language);
    }
    const read = readWish(request.body, talk.offer, known.email);
    if (read.ok) {
      await desk.change(token, read.wish);
      const { language } = read.wish;
      return showSubscription(request, reply, talk, html`<p role="status">${FORM.saved[language]}</p>\n`);
    }
    return manage(
      reply,
      400,
      { ...talk, language: known.language },
      token,
      known.email,
      read.written,
      read.mistakes,
      NOTHING,
    );
  });

  route('GET', '/status/leave/:token', async (request, reply, { language: asked }) => {
    const token = tokenOf(request);
    if (!desk.isToken(token)) {
      return unknown(reply, asked);
    }
    const known = desk.subscribed(token);
    if (known === null) {
      return say(reply, 200, asked, FORM.left[asked], [FORM.leftMore[asked]]);
    }
    const { language, email } = known;
    const body = html`<p>${email}</p>\n${buttonForm(FORM.leave[language])}`;
    return sendPage(reply, 200, { language, title: FORM.leaveTitle[language], body });
  });
  route('POST', '/status/leave/:token', async (request, reply, { language: asked }) => {
    const token = tokenOf(request);
    if (!desk.isToken(token)) {
      return unknown(reply, asked);
    }
    const language = desk.subscribed(token)?.language ?? asked;
    await desk.leave(token);
    return say(reply, 200, language, FORM.left[language], [FORM.leftMore[language]]);
  });

  function showSubscription(request: Asked, reply: FastifyReply, talk: Talk, note: Html): FastifyReply {
    const token = tokenOf(request);
    const known = desk.subscribed(token);
    if (known === null) {
      return unknown(reply, talk.language);
    }
    const { email, language, paused } = known;
    const state = paused ? html`<p class="wrong" role="alert">${FORM.paused[language]}</p>\n` : note;
    return manage(reply, 200, { ...talk, language }, token, email, known, [], state);
  }
}

/** From here on a body in this scope is text, of a bounded size, whatever it calls itself: the POST that ends it may come as multipart. */
function takeAnyForm(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  );
}

const tokenOf = ({ params }: Asked): string => params.token ?? '';

function languageOf({ query, headers }: Asked, { languages }: Offer): Language {
  const asked = typeof query.lang === 'string' ? query.lang : null;
  return chooseLanguage(languages, asked, headers['accept-language']);
}

function showForm(
  reply: FastifyReply,
  status: number,
  { offer, language }: Talk,
  written: Written,
  mistakes: readonly Mistake[],
): FastifyReply {
  return sendPage(reply, status, {
    language,
    title: `${offer.title}: ${FORM.subscribe[language]}`,
    body: html`${wishForm(offer, language, written, mistakes, false)}<p><a href="./">${FORM.back[language]}</a></p>`,
  });
}

function manage(
  reply: FastifyReply,
  status: number,
  { offer, language }: Talk,
  token: string,
  email: string,
  written: Written,
  mistakes: readonly Mistake[],
  note: Html,
): FastifyReply {
  return sendPage(reply, status, {
    language,
    title: `${offer.title}: ${FORM.yours[language]}`,
    body: html`${note}<p>${email}</p>
${wishForm(offer, language, written, mistakes, true)}${buttonForm(FORM.leave[language], `../leave/${token}`)}<p><a href="../">${FORM.back[language]}</a></p>`,
  });
}

function chosenNames(offer: Offer, components: readonly string[] | null, language: Language): readonly Html[] {
  const names =
    components === null
      ? [FORM.everything[language]]
      : offer.components.filter(({ id }) => components.includes(id)).map(({ name }) => name);
  return names.map((name) => html`<li>${name}</li>`);
}

/** The same for what never was, what was used and what is too old: a stranger learns nothing from it. */
function unknown(reply: FastifyReply, language: Language): FastifyReply {
  return sendPage(reply, 404, {
    language,
    title: FORM.unknown[language],
    body: html`${paragraphs([FORM.unknownMore[language]])}<p><a href="../subscribe">${FORM.again[language]}</a></p>`,
  });
}

function say(
  reply: FastifyReply,
  status: number,
  language: Language,
  title: string,
  lines: readonly string[],
): FastifyReply {
  return sendPage(reply, status, { language, title, body: html`${paragraphs(lines)}` });
}
