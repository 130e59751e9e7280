/**
 * People page people: /page-me/ lists whoever everybody may call, /page-me/<card or secret> is the form, /call/<secret> shows what
 * became of a call. Plain HTML, no session: the secret in the address is the right to it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formatDuration } from '../../shared/model/duration.ts';
import type { CardSight } from '../../shared/rules/calls/cards.ts';
import { html } from '../../shared/rules/html.ts';
import type { CallDesk } from '../engine/ports/calls.ts';
import { formHtml, goTo, NOTHING_WRITTEN, type ReadForm, readForm, takeForms, type Written } from './call-form.ts';
import { callerKey } from './caller-key.ts';
import { paragraphs, sendPage } from './plain-page.ts';

/** Seconds. Somebody looks at it and waits. */
const REFRESH = 15;

type OfCard = FastifyRequest<{ Params: { readonly place: string } }>;

/** @param publicUrl where people outside reach us; null: nowhere, so no proxy stands before us */
export function servePageMe(app: FastifyInstance, desk: CallDesk, publicUrl: () => string | null): void {
  takeForms(app);
  app.get('/page-me', async (_request, reply) => goTo(reply, 'page-me/'));
  app.get('/page-me/', async (_request, reply) => showCards(reply, desk));
  app.get('/page-me/:place', async (request: OfCard, reply) => {
    const card = desk.open(request.params.place);
    return card === null ? nothingHere(reply) : showCard(reply, 200, card, NOTHING_WRITTEN, {});
  });
  app.post('/page-me/:place', async (request: OfCard, reply) => {
    const { place } = request.params;
    const card = desk.open(place);
    if (card === null) {
      return nothingHere(reply);
    }
    const read: ReadForm = readForm(request.body);
    if (!read.ok) {
      return showCard(reply, 400, card, read.written, read.mistakes);
    }
    const caller = callerKey(request.ip, request.headers, publicUrl() !== null);
    const called = await desk.call(place, read.form, caller);
    switch (called.kind) {
      case 'taken':
        return goTo(reply, `../call/${called.token}`);
      case 'unknown':
        return nothingHere(reply);
      case 'too-many': {
        const wait = formatDuration(Math.ceil(called.afterMs / 60_000) * 60_000);
        const words = `Too many calls came from there. Nobody was called now: try again in ${wait}.`;
        reply.header('retry-after', String(Math.ceil(called.afterMs / 1_000)));
        return showCard(reply, 429, card, read.written, { words });
      }
    }
  });
  app.get<{ Params: { token: string } }>('/call/:token', async (request, reply) => {
    const status = desk.status(request.params.token);
    if (status === null) {
      return nothingHere(reply);
    }
    const { to, words, lines, over } = status;
    const keep = over ? '' : 'This page looks again by itself. Keep its address to come back.';
    return sendPage(reply, 200, {
      title: `Your call to ${to}`,
      body: html`${paragraphs(lines)}<blockquote>${words}</blockquote>\n<p>${keep}</p>`,
      ...(over ? {} : { refresh: REFRESH }),
    });
  });
}

function showCards(reply: FastifyReply, desk: CallDesk): FastifyReply {
  const items = desk
    .cards()
    .map(({ name, note, place }) => html`<li><a href="${encodeURIComponent(place)}">${name}</a> ${note}</li>\n`);
  const none = paragraphs(['Nobody can be called here by everybody. Whoever has a link of their own uses that.']);
  const body = items.length === 0 ? html`${none}` : html`<ul>\n${items}</ul>`;
  return sendPage(reply, 200, { title: 'Whom to call', body });
}

function showCard(
  reply: FastifyReply,
  status: number,
  { name, note, contacts }: CardSight,
  written: Written,
  mistakes: Parameters<typeof formHtml>[1],
): FastifyReply {
  const rows = contacts.map(({ label, value }) => html`<li>${label}: ${value}</li>\n`);
  const ways = rows.length === 0 ? html`` : html`<ul>\n${rows}</ul>\n`;
  return sendPage(reply, status, {
    title: `Call ${name}`,
    body: html`${paragraphs(note === '' ? [] : [note])}${ways}${formHtml(written, mistakes)}`,
  });
}

/** The same for what never was and for what was taken back: a stranger learns nothing from it. */
function nothingHere(reply: FastifyReply): FastifyReply {
  const lines = ['It is not complete, or it was taken back: ask whoever gave it to you.', 'Nobody was called.'];
  return sendPage(reply, 404, { title: 'This address does not work', body: html`${paragraphs(lines)}` });
}
