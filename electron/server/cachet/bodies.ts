/**
 * Bodies that clients of a Cachet send: JSON, or a form (`status=2`, `components[]=1`). None at all is an empty one: some say "JSON" with
 * every request, whether they send any or not.
 */
import type { FastifyInstance } from 'fastify';

/** Bytes. The longest message, every letter of it escaped, is smaller. */
const BODY_LIMIT = 64 * 1_024;

export function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const options = { parseAs: 'string', bodyLimit: BODY_LIMIT } as const;
  app.addContentTypeParser('application/json', options, (_request, body: string, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(body));
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400 }));
    }
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', options, (_request, body: string, done) =>
    done(null, formIn(body)),
  );
}

/** `a[]=1&a[]=2` and `a[0]=1` are lists; of a plain name that comes twice the last one counts, as PHP has it. */
export function formIn(text: string): Readonly<Record<string, string | readonly string[]>> {
  const fields = new Map<string, string | string[]>();
  for (const [key, value] of new URLSearchParams(text)) {
    const name = /^([^[\]]+)\[\d*\]$/.exec(key)?.[1];
    if (name === undefined) {
      fields.set(key, value);
    } else {
      const known = fields.get(name);
      fields.set(name, [...(Array.isArray(known) ? known : []), value]);
    }
  }
  return Object.fromEntries(fields);
}
