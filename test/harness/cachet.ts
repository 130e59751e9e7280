/**
 * The Cachet API of a running engine on a movable clock, asked over real HTTP on loopback by whoever holds a token.
 */
import { startServer } from '../../electron/server/server.ts';
import { movableClock } from './clock.ts';
import { type TestEngine, type TestEngineOptions, testEngine } from './engine.ts';
import { rememberingLog } from './log.ts';
import { nothingServed } from './nothing-served.ts';
import { type FileInput, fileOf, START } from './watch-story.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a program that knows Cachet would read
  readonly body: any;
}

export interface CachetHouse {
  readonly on: TestEngine;
  /** `http://127.0.0.1:…/api/v1` */
  readonly base: string;
  /** The token of `cron`, with every right that the API asks for. */
  readonly token: string;
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Without a token. */
  guest(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

/** Two components of the file in a group, with the API let in. */
export function cachetFile(change: Partial<FileInput> = {}): FileInput {
  return fileOf({
    settings: { cachet: {} },
    groups: [{ id: 'streams', name: 'Streams' }],
    components: [
      { id: 'api', name: 'API', checks: [{ type: 'http', url: 'http://127.0.0.1:1/' }] },
      {
        id: 'stream14',
        name: 'Stream 14',
        group: 'streams',
        tags: ['eu'],
        checks: [{ type: 'tcp', host: '127.0.0.1', port: 2 }],
      },
    ],
    ...change,
  });
}

export async function cachetHouse(options: TestEngineOptions = {}, runMs = 120_000): Promise<CachetHouse> {
  const clock = options.clock ?? movableClock(START);
  const on = await testEngine({ file: cachetFile(), ...options, clock });
  const { secret } = await on.engine.replies.addToken({ name: 'cron', rights: ['components'] }, 'Kim');
  await clock.advance(runMs);
  const server = await startServer({
    ...nothingServed(clock),
    log: rememberingLog(),
    replies: on.engine.replies,
    feed: on.engine.feed,
    cachet: on.engine.cachet.desk,
    tokens: on.engine.tokens,
  });
  if (server.kind === 'refused') {
    throw new Error(server.problem);
  }
  const base = `${server.url}api/v1`;
  const token = secret ?? '';

  async function send(
    method: string,
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const response = await fetch(`${base}/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  }

  return {
    on,
    base,
    token,
    ask: (method, path, body, headers = {}) => send(method, path, body, { 'x-cachet-token': token, ...headers }),
    guest: (path, headers = {}) => send('GET', path, undefined, headers),
    async close() {
      await server.close();
      await on.stop();
    },
  };
}
