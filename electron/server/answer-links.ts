/**
 * /ack/<token>: the acknowledge link of a page. GET shows what it is about and does nothing, for mail scanners open every link;
 * POST, which takes a button, acknowledges.
 *
 * Taken on the token alone: whoever holds it got the message. Works without JavaScript and without a session.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../../shared/rules/html.ts';
import { type LinkSight, linkPage } from '../../shared/rules/words/link-page.ts';
import type { Clock } from '../engine/ports/clock.ts';
import { firstWords, takeFirstWords } from './first-words.ts';
import { paragraphs, sendPage } from './plain-page.ts';

export interface AnswerLinks {
  look(token: string): LinkSight;
  /** `forMs` null: until it is fixed. `how` it came back: by the link itself, or by a key on the telephone. */
  use(token: string, forMs: number | null, how?: 'link' | 'key'): Promise<LinkSight>;
}

/** What the buttons promise, in ms. */
const PROMISES: ReadonlyMap<string, number> = new Map([
  ['30m', 30 * 60_000],
  ['2h', 2 * 3_600_000],
]);

const BUTTONS = html`<form method="post">
<p><button name="for" value="fixed">Mine, until it is fixed</button></p>
<p><button name="for" value="30m">Mine for 30 min</button></p>
<p><button name="for" value="2h">Mine for 2 h</button></p>
</form>`;

type Clocked = Pick<Clock, 'now'>;

export function serveAnswerLinks(app: FastifyInstance, links: AnswerLinks, clock: Clocked): void {
  takeFirstWords(app);
  const show = (reply: FastifyReply, sight: LinkSight) => {
    const { title, lines, as } = linkPage(sight, clock.now());
    const ask = as === null ? html`` : html`<p>You answer as ${as}.</p>\n${BUTTONS}`;
    return sendPage(reply, STATUS[sight.kind], { title, body: html`${paragraphs(lines)}${ask}` });
  };
  app.get<{ Params: { token: string } }>('/ack/:token', async (request, reply) =>
    show(reply, links.look(request.params.token)),
  );
  app.post<{ Params: { token: string } }>('/ack/:token', async (request, reply) => {
    const promise = new URLSearchParams(firstWords(request.body)).get('for') ?? '';
    return show(reply, await links.use(request.params.token, PROMISES.get(promise) ?? null));
  });
}

const STATUS = { unknown: 404, late: 410, over: 410, used: 410, open: 200, done: 200 } as const satisfies Record<
  LinkSight['kind'],
  number
>;
