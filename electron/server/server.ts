/**
 * The local server: the window for a browser, the contract behind a session, heartbeats and reports, and one word on our own health.
 *
 * Puts the surfaces together behind the guards; what each does stands in its own file. Nothing here listens beyond loopback
 * unless the configuration names another host.
 */
import type { FastifyInstance } from 'fastify';
import type { Replies } from '../../shared/contract/contract.ts';
import type { AlertDesk } from '../engine/ports/alerts.ts';
import type { CachetDesk } from '../engine/ports/cachet.ts';
import type { CallDesk } from '../engine/ports/calls.ts';
import type { SubscriptionDesk } from '../engine/ports/subscription.ts';
import type { TokenGate } from '../engine/ports/tokens.ts';
import type { Clock, Log } from '../engine/ports.ts';
import type { Admission } from './admission/admission.ts';
import { type AnswerLinks, serveAnswerLinks } from './answer-links.ts';
import { serveQuestions } from './ask.ts';
import { type Beats, serveBeats } from './beats.ts';
import { CACHET_PREFIX, serveCachet } from './cachet/serve.ts';
import { type Calendars, serveCalendars } from './calendars.ts';
import { isLoopback, isOwnPage, nameToCall } from './callers.ts';
import { serveEvents } from './events/events.ts';
import { type Feed, serveFeed } from './follow.ts';
import { guardedApp, type Patience } from './guarded-app.ts';
import { serveKeyPresses } from './key-presses.ts';
import { type Figures, serveMetrics } from './metrics/metrics.ts';
import { listenProblem } from './occupied.ts';
import { servePageMe } from './page-me.ts';
import { refuse } from './refusal.ts';
import { type Reports, serveReports } from './reports.ts';
import { createRights } from './rights.ts';
import { openSession, type Session } from './session.ts';
import { type PublicPages, serveStatusPage } from './status-page.ts';
import { serveSubscribing } from './subscribe.ts';
import { serveWindow } from './window.ts';

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 20_000, lookEveryMs: 2_000 };

export interface ServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly log: Log;
  readonly clock: Clock;
  readonly replies: Replies;
  readonly feed: Feed;
  readonly beats: Beats;
  readonly reports: Reports;
  readonly calendars: Calendars;
  readonly answerLinks: AnswerLinks;
  readonly callDesk: CallDesk;
  readonly alertDesk: AlertDesk;
  readonly tokens: TokenGate;
  /** Who may come in. */
  readonly admission: Admission;
  /** For everybody. */
  readonly statusPages: PublicPages;
  readonly figures: Figures;
  /** Programs that speak to a Cachet. */
  readonly cachet: CachetDesk;
  /** Where people ask to be told of it. Absent or null: nowhere. */
  readonly subscriptionDesk?: SubscriptionDesk | null;
  /** For GET /health. */
  readonly watching: () => { readonly ok: boolean; readonly because: string };
  /** The window's built files, with index.html. Null: none. */
  readonly windowFolder: string | null;
  /** Further names under which we may be called, behind a proxy or in a local network. */
  readonly hostHeaderNames: readonly string[];
  /** Where people outside reach us, as the configuration says; null: nowhere. Default: nowhere. */
  readonly publicUrl?: () => string | null;
  /** Who sits at this machine: "Kim at this desk". Taken for commands that come from this machine. */
  readonly deskName?: () => string | null;
  /** The session's key. Default: a new one each start. */
  readonly token?: string;
  readonly patience?: Patience;
}

export type Started =
  | {
      readonly kind: 'serving';
      /** `http://127.0.0.1:8730/`, without the key: fit for logs. */
      readonly url: string;
      /** The same with the key: for the person at the terminal, never for logs. */
      readonly address: string;
      readonly port: number;
      readonly token: string;
      /** Ends every line and every request. Can be called twice. */
      close(): Promise<void>;
    }
  /** Expected: the port is taken, the address is not ours. `problem` says which, who else it may be, and what to do. */
  | { readonly kind: 'refused'; readonly problem: string };

/** Starts listening. Rejects only for our own bugs. */
export async function startServer(options: ServerOptions): Promise<Started> {
  const { host, clock, log, admission } = options;
  const session = openSession(options.token);
  const app = guardedApp({
    publicUrl: () => null,
    ...options,
    gate: admission.gate,
    patience: options.patience ?? PATIENCE,
  });
  const endFeed = await serve(app, options, session);
  try {
    await app.listen({ host, port: options.port });
  } catch (error) {
    await app.close();
    const problem = await listenProblem(error, options, clock);
    if (problem === null) {
      throw error;
    }
    return { kind: 'refused', problem };
  }
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const url = `http://${nameToCall(host)}:${port}/`;
  if (!isLoopback(host)) {
    log.warn({ host, port }, 'the local server listens beyond this machine, because the configuration says so');
  }
  return {
    kind: 'serving',
    url,
    address: `${url}?key=${session.token}`,
    port,
    token: session.token,
    close: async () => {
      endFeed();
      await app.close();
    },
  };
}

async function serve(app: FastifyInstance, options: ServerOptions, session: Session): Promise<() => void> {
  const { admission, publicUrl = () => null } = options;
  let endFeed = () => {};
  const { tokens, clock, log, figures } = options;
  const rights = createRights(tokens, clock, log);
  app.get('/health', async (_request, reply) => {
    const { ok, because } = admission.draining() ? { ok: false, because: 'shutting down' } : options.watching();
    return reply
      .code(ok ? 200 : 503)
      .type('text/plain; charset=utf-8')
      .send(ok ? 'OK' : `not watching: ${because}`);
  });
  await app.register(async (scope) => serveBeats(scope, options.beats));
  await app.register(async (scope) => serveReports(scope, options.reports));
  await app.register(async (scope) => serveMetrics(scope, { figures, rights, session, now: clock.now }));
  await app.register(async (scope) => serveCalendars(scope, options.calendars));
  await app.register(async (scope) => serveAnswerLinks(scope, options.answerLinks, options.clock));
  await app.register(async (scope) => serveKeyPresses(scope, options.answerLinks, options.clock));
  await app.register(async (scope) => servePageMe(scope, options.callDesk, publicUrl));
  await app.register(async (scope) => serveStatusPage(scope, options.statusPages));
  await app.register(async (scope) => serveEvents(scope, { ...options, desk: options.alertDesk, rights }));
  const { subscriptionDesk = null } = options;
  if (subscriptionDesk !== null) {
    await app.register(async (scope) => serveSubscribing(scope, subscriptionDesk, publicUrl));
  }
  const door = { desk: options.cachet, rights, publicUrl, log: options.log };
  await app.register(async (scope) => serveCachet(scope, door), { prefix: CACHET_PREFIX });
  await app.register(
    async (api) => {
      api.removeContentTypeParser('text/plain'); // a form of another page can send that, but not JSON
      api.addHook('onRequest', async (request, reply) => {
        if (!isOwnPage(request.headers)) {
          return refuse(reply, 403, 'only the window served from here may ask; another page tried');
        }
        if (session.idIn(request.headers.cookie) === null) {
          return refuse(reply, 401, 'no session: open the address with `?key=` that Watchbell printed when it started');
        }
      });
      serveQuestions(api, { replies: options.replies, deskName: options.deskName ?? (() => null) });
      endFeed = serveFeed(api, { ...options, session });
    },
    { prefix: '/api' },
  );
  await app.register(async (scope) => serveWindow(scope, options.windowFolder, session, admission));
  return () => endFeed();
}
