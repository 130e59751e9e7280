/**
 * A running server with everything a test wants to see or move: replies that remember, a feed to push, beats, a clock.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Cancel, Clock } from '../../../electron/engine/ports/clock.ts';
import type { Log } from '../../../electron/engine/ports/log.ts';
import { type ServerOptions, type Started, startServer } from '../../../electron/server/server.ts';
import { contract, type Replies } from '../../../shared/contract/contract.ts';
import type { Change } from '../../../shared/contract/view.ts';
import type { BeatSignal } from '../../../shared/model/beat.ts';
import type { Report } from '../../../shared/model/reports.ts';
import { nothingServed } from '../../harness/nothing-served.ts';

export type Serving = Extract<Started, { kind: 'serving' }>;

export interface Stage {
  readonly server: Serving;
  /** Every question that reached a reply, in order. */
  readonly asked: { readonly name: string; readonly ask: unknown; readonly by: string }[];
  readonly beaten: ({ readonly token: string } & BeatSignal)[];
  readonly reported: ({ readonly token: string } & Report)[];
  readonly logged: {
    readonly level: string;
    readonly fields: Readonly<Record<string, unknown>>;
    readonly message: string;
  }[];
  readonly clock: MovableClock;
  /** Listeners of the feed at this moment. */
  readonly listeners: ReadonlySet<(change: Change) => void>;
  push(change: Change): void;
  /** The session's cookie, as a browser would send it; empty where the server was given a patience of its own. */
  readonly cookie: string;
}

export interface MovableClock extends Clock {
  advance(ms: number): void;
}

export function movableClock(): MovableClock {
  let now = 0;
  let timers: { readonly at: number; readonly task: () => void }[] = [];
  return {
    now: () => now,
    monotonicMs: () => now,
    after: (ms, task): Cancel => {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) {
          break;
        }
        timers = timers.filter((other) => other !== due);
        now = due.at;
        due.task();
      }
      now = end;
    },
  };
}

/** Answers every question with what was asked; `boom` lets one of them throw. */
function rememberingReplies(asked: Stage['asked'], boom: string | null): Replies {
  const names = Object.keys(contract);
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (ask: unknown, by: string) => {
        if (name === boom) {
          throw new Error('a secret detail of ours');
        }
        asked.push({ name, ask, by });
        return { accepted: true, text: name };
      },
    ]),
  ) as unknown as Replies;
}

export const TOKEN = 'nightly-backup-7f3a9c';

/** Starts a server on a free loopback port and closes it when the test ends. */
export async function stage(over: Partial<ServerOptions> & { readonly boom?: string } = {}): Promise<Stage> {
  const { boom = null, ...options } = over;
  const asked: Stage['asked'] = [];
  const beaten: Stage['beaten'] = [];
  const reported: Stage['reported'] = [];
  const logged: Stage['logged'] = [];
  const listeners = new Set<(change: Change) => void>();
  const clock = movableClock();
  const log = logInto(logged);
  const server = await startServer({
    ...nothingServed(clock),
    log,
    replies: rememberingReplies(asked, boom),
    feed: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    beats: {
      beat: (token, beat) => {
        if (token !== TOKEN) {
          return 'unknown';
        }
        beaten.push({ token, ...beat });
        return 'taken';
      },
    },
    reports: {
      report: (token, report) => {
        if (token !== TOKEN) {
          return 'unknown';
        }
        reported.push({ token, ...report });
        return 'taken';
      },
    },
    calendars: { calendar: (isToken) => (isToken(TOKEN) ? 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' : null) },
    ...options,
  });
  if (server.kind === 'refused') {
    throw new Error(server.problem);
  }
  onTestFinished(() => server.close());
  // A patience of milliseconds would at times cut this off as well.
  const cookie = options.patience === undefined ? await sessionAt(server) : '';
  return {
    server,
    asked,
    beaten,
    reported,
    logged,
    clock,
    listeners,
    push: (change) => {
      for (const listener of listeners) {
        listener(change);
      }
    },
    cookie,
  };
}

/** As a browser gets it, by the printed address. */
async function sessionAt(server: Serving): Promise<string> {
  const opened = await call(server, { path: `/?key=${server.token}` });
  return (opened.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
}

export function logInto(logged: Stage['logged']): Log {
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    logged.push({ level, fields, message });
  };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** A built window: a page, an asset, a hidden file; and a secret beside the folder. Removed when the test ends. */
export async function builtWindow(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'watchbell-window-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const folder = join(home, 'window');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Watchbell</title>');
  await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {};');
  await writeFile(join(folder, '.hidden'), 'hidden');
  await writeFile(join(home, 'secret.txt'), 'secret');
  return folder;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request as it stands: no client tidies up its path or its headers. */
export function call(
  server: Serving,
  {
    method = 'GET',
    path,
    headers = {},
    body,
  }: { method?: string; path: string; headers?: OutgoingHttpHeaders; body?: string },
): Promise<Answer> {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, method, path, headers: given, agent: false });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.end(body);
  });
}

/** Text over the wire exactly as it stands, and all that comes back until the other side hangs up. */
export function raw(server: Serving, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    let heard = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      heard += chunk;
    });
    // Who is cut off before they were read hears why, and then that the connection was reset.
    socket.on('error', (error) => heard === '' && reject(error));
    socket.on('close', () => resolve(heard));
  });
}

/** A question as our own window asks it; `headers` replace what a test wants different. */
export function askAs(
  stage: Stage,
  name: string,
  question: unknown,
  headers: OutgoingHttpHeaders = {},
): Promise<Answer> {
  const host = `127.0.0.1:${stage.server.port}`;
  return call(stage.server, {
    method: 'POST',
    path: `/api/ask/${name}`,
    headers: {
      host,
      origin: `http://${host}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      cookie: stage.cookie,
      ...headers,
    },
    body: typeof question === 'string' ? question : JSON.stringify(question),
  });
}

export const messageOf = (answer: Answer): string => (JSON.parse(answer.text) as { message: string }).message;

/** A change with nothing in it but its number, and as much text as a test wants. */
export function change(sequence: number, words = 'calm'): Change {
  return { sequence, at: 0, picture: { shape: 'calm', count: 0, words, onCall: '' } };
}
