/**
 * Every door of the local server: the window for a browser, the contract behind a session, and what others may read, say and ask here.
 *
 * Puts the surfaces together behind the guards; what each does stands in its own file. Whatever opens another one writes it into the
 * table of test/integration/server/hostile as well: the test asks the app for its routes.
 */
import type { FastifyInstance } from 'fastify';
import type { Replies } from '../../shared/contract/contract.ts';
import type { AlertDesk } from '../engine/ports/alerts.ts';
import type { CachetDesk } from '../engine/ports/cachet.ts';
import type { CallDesk } from '../engine/ports/calls.ts';
import type { Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import type { SubscriptionDesk } from '../engine/ports/subscription.ts';
import type { TokenGate } from '../engine/ports/tokens.ts';
import type { Admission } from './admission/admission.ts';
import { type AnswerLinks, serveAnswerLinks } from './answer-links.ts';
import { serveQuestions } from './ask.ts';
import { type Beats, serveBeats } from './beats.ts';
import { CACHET_PREFIX, serveCachet } from './cachet/serve.ts';
import { type Calendars, serveCalendars } from './calendars.ts';
import { callerKey } from './caller-key.ts';
import { isOwnPage } from './callers.ts';
import { serveEvents } from './events/events.ts';
import { type Feed, serveFeed } from './follow.ts';
import { serveKeyPresses } from './key-presses.ts';
import { type Figures, serveMetrics } from './metrics/metrics.ts';
import { servePageMe } from './page-me.ts';
import { refuse } from './refusal.ts';
import type { RefusalLog } from './refusal-log.ts';
import { type Reports, serveReports } from './reports.ts';
import { createRights } from './rights.ts';
import type { Session } from './session.ts';
import { type PublicPages, serveStatusPage } from './status-page.ts';
import { serveSubscribing } from './subscribe.ts';
import { serveWindow } from './window.ts';

export interface DoorsOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly refusals: RefusalLog;
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
  /** Where people outside reach us; null: nowhere. */
  readonly publicUrl: () => string | null;
  /** Who sits at this machine: "Kim at this desk". Taken for commands that come from this machine. */
  readonly deskName?: () => string | null;
}

/** Opens them all. Returns the way to end every line. */
export async function serveDoors(app: FastifyInstance, options: DoorsOptions, session: Session): Promise<() => void> {
  const { admission, publicUrl, tokens, clock, figures, refusals } = options;
  let endFeed = () => {};
  const rights = createRights(tokens, refusals);
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
        const caller = callerKey(request.ip, request.headers, publicUrl() !== null);
        if (!isOwnPage(request.headers)) {
          const words = 'only the window served from here may ask; another page tried';
          refusals.tell(caller, 'page', words, { route: request.routeOptions.url });
          return refuse(reply, 403, words);
        }
        if (session.idIn(request.headers.cookie) === null) {
          const words = 'no session: open the address with `?key=` that Watchbell printed when it started';
          refusals.tell(caller, 'session', words, { route: request.routeOptions.url });
          return refuse(reply, 401, words);
        }
      });
      serveQuestions(api, { replies: options.replies, deskName: options.deskName ?? (() => null) });
      endFeed = serveFeed(api, { ...options, session });
    },
    { prefix: '/api' },
  );
  await app.register(async (scope) => serveWindow(scope, options.windowFolder, { session, admission, refusals }));
  return () => endFeed();
}
