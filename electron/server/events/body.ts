/**
 * Bodies of events as they came: kept as text, for signatures are made over it, and read as JSON whatever they call themselves.
 */
import type { FastifyInstance } from 'fastify';

/** PagerDuty's own limit. A large group of an Alertmanager comes near it. */
export const LARGEST_BYTES = 512 * 1_024;

export function takeText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: LARGEST_BYTES }, (_request, body, done) =>
    done(null, body),
  );
}

/** As `takeText` left it; empty when there was none. */
export const textOf = (body: unknown): string => (typeof body === 'string' ? body : '');

export type AsJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

export function asJson(body: unknown): AsJson {
  const text = textOf(body);
  if (text.trim() === '') {
    return { ok: false, problem: 'the body is empty; send one JSON object' };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: `the body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}` };
  }
}
