/**
 * /ack/<token>/key: a telephone service tells which key was pressed in a call that carried an acknowledge link, and says our answer to
 * whoever listens (TwiML, twilio.com/docs/voice/twiml/gather: `Digits` in a form).
 *
 * Taken on the token alone, like the link: nobody but the service was given it.
 */
import type { FastifyInstance } from 'fastify';
import type { LinkSight } from '../../shared/rules/words/link-page.ts';
import { keyWords, MINE_KEY } from '../../shared/rules/words/spoken-text.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { AnswerLinks } from './answer-links.ts';
import { takeForms } from './call-form.ts';

export function serveKeyPresses(app: FastifyInstance, links: AnswerLinks, clock: Pick<Clock, 'now'>): void {
  takeForms(app);
  app.post<{ Params: { token: string } }>('/ack/:token/key', async (request, reply) => {
    const { token } = request.params;
    const digits = new URLSearchParams(typeof request.body === 'string' ? request.body : '').get('Digits');
    const sight: LinkSight = digits === MINE_KEY ? await links.use(token, null, 'key') : links.look(token);
    const say = `<Say language="en-GB">${plain(keyWords(sight, clock.now()))}</Say>`;
    return reply
      .header('cache-control', 'no-store')
      .type('text/xml; charset=utf-8')
      .send(`<?xml version="1.0" encoding="UTF-8"?><Response>${say}</Response>`);
  });
}

/** Letters, figures and the signs of a sentence: nothing else is spoken, and nothing of it is markup. */
const plain = (words: string): string => words.replaceAll(/[^\p{L}\p{N} .,:;()/+-]/gu, ' ');
