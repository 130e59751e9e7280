/**
 * Reads the environment of a practable status server (practable/status, cmd/status/cmd/serve.go) as a system that we look at: where its
 * book, jump and relay are, its limits, its mails and its API.
 */
import type { ReadResult, SystemDraft } from '../imported.ts';
import type { Report } from '../report.ts';
import { literal } from '../texts.ts';
import { readEnvFile } from './env-file.ts';
import { readMailSettings } from './mail.ts';
import { type Reader, settingsReader } from './settings.ts';

const SERVICES = ['book', 'jump', 'relay'] as const;
type Service = (typeof SERVICES)[number];

/** Of the status server itself: its logs and its profiling. */
const OWN_BUSINESS = /^STATUS_(?:LOG_|PORT_PROFILE$|PROFILE$)/;
/** jump and relay report every 5 to 6 s: below this they are called silent now and then. ms */
const LEAST_CHECKED_MS = 20_000;

const NOTHING = { groups: [], components: [], people: [], policies: [], maintenance: [] };

export function readPractable(text: string, file: string, report: Report): ReadResult {
  const settings = readEnvFile(text);
  if (![...settings.keys()].some((name) => name.startsWith('STATUS_'))) {
    return {
      ok: false,
      reason: `${file} has no STATUS_… variable, so it is no environment of a practable status server`,
    };
  }
  const read = settingsReader(settings, file, report);
  const [book, jump, relay] = SERVICES.map((service) => readService(service, read, report));
  const limits = readLimits(read, report);
  const mail = readMailSettings(read, report);
  const port = read.number('PORT_SERVE', 65_535);
  for (const { name, line } of read.left().filter((setting) => !OWN_BUSINESS.test(setting.name))) {
    report.lost({ file, line, name }, 'it has no counterpart');
  }
  if (book == null || jump == null || relay == null) {
    return { ok: true, imported: NOTHING };
  }
  const draft: SystemDraft = {
    ...{ id: 'practable', book, jump, relay },
    ...limits,
    // Two programs that set the same thing would undo each other's work.
    availability: { set: 'dry-run' },
    ...(mail !== null && { mail: mail.mail }),
    ...(port !== undefined && { statusApi: { port } }),
  };
  const place = { file, line: settings.get('STATUS_HOST_BOOK')?.line ?? null, name: 'practable' };
  report.changed(
    place,
    'whether experiments can be booked is only worked out and told (a dry run): say `availability: { set: in-book }` when the status server has ended. A required stream that is silent counts there, as in its readme and not as in its code; `silentIsUnavailable: false` for the latter',
  );
  const origin = `from the environment of a practable status server, ${file}`;
  return { ok: true, imported: { ...NOTHING, practable: [{ draft, origin, place, channel: mail?.channel ?? null }] } };
}

/** Null: nobody knows where it is. */
function readService(service: Service, read: Reader, report: Report): SystemDraft[Service] | null {
  const upper = service.toUpperCase();
  const host = read.text(`HOST_${upper}`);
  const scheme = read.text(`SCHEME_${upper}`)?.value ?? 'https';
  const base = read.text(`BASEPATH_${upper}`)?.value ?? '';
  const secret = read.text(`SECRET_${upper}`);
  if (base === '/' && service === 'book') {
    report.changed(
      read.placeOf('BASEPATH_BOOK'),
      'the status server makes a double slash of it in the addresses of book; here it is no base path',
    );
  }
  if (host === undefined) {
    report.lost(
      { ...read.placeOf(`HOST_${upper}`), name: service },
      `STATUS_HOST_${upper} is not set, so nobody knows where ${service} is, and a system needs all three`,
    );
    return null;
  }
  const place = read.placeOf(`SECRET_${upper}`);
  if (secret === undefined) {
    report.changed(
      place,
      `it is not set, and ${service} lets nobody in without: set the variable that is named for it`,
    );
  } else if (secret.value.length < 4) {
    report.changed(
      place,
      'a secret shorter than 4 characters stops the status server; here it is taken, and easily guessed',
    );
  }
  const path = base.replaceAll(/^\/+|\/+$/g, '');
  return {
    url: literal(`${scheme}://${host.value}${path === '' ? '' : `/${path}`}`),
    secret: report.secret(
      `practable ${service} secret`,
      secret === undefined ? `the secret of ${service}` : `STATUS_SECRET_${upper}, line ${secret.line}`,
    ),
  };
}

type Limits = Partial<
  Pick<
    SystemDraft,
    'timeout' | 'queryBookEvery' | 'reconnectEvery' | 'grace' | 'lastActive' | 'lastChecked' | 'events' | 'logEvery'
  >
>;

function readLimits(read: Reader, report: Report): Limits {
  const timeout = read.duration('TIMEOUT_BOOK')?.text;
  const queryBookEvery = read.duration('QUERY_BOOK_EVERY')?.text;
  const reconnectEvery = readReconnect(read, report);
  const grace = read.duration('HEALTH_STARTUP')?.text;
  const lastActive = readLastActive(read, report);
  const lastChecked = readLastChecked(read, report);
  const events = read.number('HEALTH_EVENTS', 1_000);
  const logEvery = read.duration('HEALTH_LOG_EVERY')?.text;
  const all = { timeout, queryBookEvery, reconnectEvery, grace, lastActive, lastChecked, events, logEvery };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** One of ours for both. */
function readReconnect(read: Reader, report: Report): string | undefined {
  const jump = read.duration('RECONNECT_JUMP_EVERY');
  const relay = read.duration('RECONNECT_RELAY_EVERY');
  const [shorter] = [jump, relay].flatMap((one) => one ?? []).toSorted((one, other) => one.ms - other.ms);
  if (jump !== undefined && relay !== undefined && jump.ms !== relay.ms) {
    report.changed(
      read.placeOf('RECONNECT_JUMP_EVERY'),
      `jump and relay are reconnected alike here, so the shorter of the two holds: ${shorter?.text}`,
    );
  }
  return shorter?.text;
}

/** Its readme has one name, its code another. */
function readLastActive(read: Reader, report: Report): string | undefined {
  const active = read.duration('HEALTH_LAST_ACTIVE');
  const last = read.duration('HEALTH_LAST');
  if (last !== undefined) {
    report.changed(
      read.placeOf('HEALTH_LAST'),
      active === undefined
        ? 'the readme of the status server has this name, and its code reads STATUS_HEALTH_LAST_ACTIVE; here it is `lastActive`'
        : 'the status server does not read this name; STATUS_HEALTH_LAST_ACTIVE holds',
    );
  }
  return (active ?? last)?.text;
}

function readLastChecked(read: Reader, report: Report): string | undefined {
  const checked = read.duration('HEALTH_LAST_CHECKED');
  if (checked === undefined || checked.ms >= LEAST_CHECKED_MS) {
    return checked?.text;
  }
  report.changed(
    read.placeOf('HEALTH_LAST_CHECKED'),
    `${checked.text} is too tight: jump and relay report every 5 to 6 s, and one late report would be an alarm. Here it is 30s`,
  );
  return '30s';
}
