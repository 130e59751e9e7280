/**
 * A local server that knows nothing and nobody: what a test or a bench does not care about.
 */
import type { AlertDesk } from '../../electron/engine/ports/alerts.ts';
import type { CachetDesk, Collection } from '../../electron/engine/ports/cachet.ts';
import type { CallDesk } from '../../electron/engine/ports/calls.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';
import { type Admission, createAdmission } from '../../electron/server/admission/admission.ts';
import type { ServerOptions } from '../../electron/server/server.ts';
import { NO_OWN_FILES } from '../../shared/rules/status-page/files.ts';

/** Nobody can be called. */
export const NO_CALLS: CallDesk = {
  cards: () => [],
  open: () => null,
  call: () => Promise.resolve({ kind: 'unknown' }),
  knowsPager: () => false,
  knowsMail: () => false,
  callByMail: () => Promise.resolve({ kind: 'unknown' }),
  callPager: () => Promise.resolve({ kind: 'unknown' }),
  status: () => null,
};

/** No source is known. */
export const NO_ALERTS: AlertDesk = {
  source: () => null,
  pagerDuty: () => [],
  take: () => Promise.resolve({ kind: 'unknown' }),
  unread: () => undefined,
  note: () => Promise.resolve({ kind: 'unknown' }),
};

const NOTHING: Collection = { list: () => Promise.resolve(null) };

/** No program is let in. */
const NO_CACHET: CachetDesk = {
  isOpen: () => false,
  status: () => ({}),
  collections: {
    components: NOTHING,
    'components/groups': NOTHING,
    incidents: NOTHING,
    'incidents/:above/updates': NOTHING,
    metrics: NOTHING,
    'metrics/:above/points': NOTHING,
    schedules: NOTHING,
    subscribers: NOTHING,
    subscriptions: NOTHING,
  },
};

/** Everybody who comes may come in, up to the limits. */
export function admissionOf(clock: Clock, limits: object = {}): Admission {
  return createAdmission({
    clock,
    random: () => 0,
    limits: () => ({ queue: 200, waitMs: 2_000, sessions: 50, ...limits }),
    instance: 'this-one',
    tell: () => undefined,
  });
}

/** Nothing is measured. */
const NO_FIGURES: ServerOptions['figures'] = {
  rows: () => [],
  ofProcess: { text: () => Promise.resolve(''), rows: () => Promise.resolve([]) },
};

export type NothingServed = Omit<ServerOptions, 'log' | 'replies' | 'feed'>;

/** On a free port of this machine. */
export function nothingServed(clock: Clock): NothingServed {
  return {
    host: '127.0.0.1',
    port: 0,
    clock,
    beats: { beat: () => 'unknown' },
    reports: { report: () => 'unknown' },
    calendars: { calendar: () => null },
    callDesk: NO_CALLS,
    alertDesk: NO_ALERTS,
    figures: NO_FIGURES,
    cachet: NO_CACHET,
    tokens: { open: () => ({ kind: 'unknown' }), knows: () => false },
    statusPages: { page: () => Promise.resolve(null), ownFiles: () => Promise.resolve(NO_OWN_FILES) },
    answerLinks: { look: () => ({ kind: 'unknown' }), use: () => Promise.resolve({ kind: 'unknown' }) },
    admission: admissionOf(clock),
    watching: () => ({ ok: true, because: '' }),
    windowFolder: null,
    hostHeaderNames: [],
  };
}
