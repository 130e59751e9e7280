/**
 * Reads the environment of a practable status server (practable/status, cmd/status/cmd/serve.go): where book, jump and relay are.
 *
 * Its own way of looking needs tokens that it signs itself every day; a check of ours asks without one and expects to be
 * refused in JSON. That proves that the server answers, not that the experiments are well, and that is said.
 */
import type { ImportedComponent, ReadResult } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText, goDuration, literal } from '../texts.ts';
import { readEnvFile, type Setting } from './env-file.ts';

interface Service {
  readonly id: string;
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** After the base path. */
  readonly path: string;
  /** book and jump answer below /api/v1, relay does not. */
  readonly versioned: boolean;
}

const SERVICES: readonly Service[] = [
  { id: 'book', name: 'Booking', method: 'GET', path: '/admin/resources', versioned: true },
  { id: 'jump', name: 'Jump', method: 'POST', path: '/connect/stats', versioned: true },
  { id: 'relay', name: 'Relay', method: 'POST', path: '/session/stats', versioned: false },
];

/** Why a setting has no place in our file. In order; the first that fits is said. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^STATUS_SECRET_/, 'the check asks without a token, so no secret is needed and none was written'],
  [/^STATUS_HEALTH_(?:LAST|STARTUP|EVENTS)/, 'the health of single experiments and their streams is not looked at'],
  [/^STATUS_HEALTH_LOG_EVERY$/, 'there is no periodic line in the log; the history has every change'],
  [/^STATUS_EMAIL_/, 'channels are not carried over; add one of type smtp'],
  [/^STATUS_QUERY_BOOK_EVERY$/, 'the required streams are not read from book'],
  [/^STATUS_RECONNECT_/, 'no connection is kept open, so none is renewed'],
];

/** Of the status server itself: logs, profiling, its own port. */
const OWN_BUSINESS = /^STATUS_(?:LOG_|PORT_|PROFILE|BASEPATH_|HOST_|SCHEME_|TIMEOUT_BOOK$)/;

const GROUP = { id: 'practable', name: 'practable' };

export function readPractable(text: string, file: string, report: Report): ReadResult {
  const settings = readEnvFile(text);
  if (![...settings.keys()].some((name) => name.startsWith('STATUS_'))) {
    return {
      ok: false,
      reason: `${file} has no STATUS_… variable, so it is no environment of a practable status server`,
    };
  }
  const components = SERVICES.flatMap((service) => componentOf(service, settings, file, report) ?? []);
  for (const { name, line } of settings.values()) {
    const reason = REASONS.find(([pattern]) => pattern.test(name))?.[1];
    if (name.startsWith('STATUS_') && !OWN_BUSINESS.test(name)) {
      report.lost({ file, line, name }, reason ?? 'it has no counterpart');
    }
  }
  return { ok: true, imported: { groups: [GROUP], components, people: [], policies: [], maintenance: [] } };
}

function componentOf(
  service: Service,
  settings: ReadonlyMap<string, Setting>,
  file: string,
  report: Report,
): ImportedComponent | null {
  const upper = service.id.toUpperCase();
  const of = (name: string) => settings.get(`STATUS_${name}_${upper}`);
  const host = of('HOST');
  const place = { file, line: host?.line ?? null, name: service.id };
  if (host === undefined || host.value === '') {
    report.lost(place, `STATUS_HOST_${upper} is not set, so nobody knows where ${service.id} is`);
    return null;
  }
  const url = `${of('SCHEME')?.value || 'https'}://${host.value}${basePath(of('BASEPATH')?.value ?? '', service)}${service.path}`;
  const timeout = goDuration(of('TIMEOUT')?.value ?? '');
  report.changed(
    place,
    `it is asked without a token and must refuse with 401 in JSON: that shows that ${service.id} answers, not that experiments are well`,
  );
  return {
    place,
    origin: `from STATUS_HOST_${upper}, line ${host.line} of ${file}`,
    draft: {
      id: `practable-${service.id}`,
      name: `practable ${service.name}`,
      group: GROUP.id,
      checks: [
        {
          type: 'http',
          url: literal(url),
          ...(service.method !== 'GET' && { method: service.method }),
          expectStatus: 401,
          expectJson: [{ path: 'message', exists: true }],
          ...(timeout !== null && timeout > 0 && { timeout: durationText(timeout) }),
        },
      ],
    },
  };
}

/** With and without slashes, with and without /api/v1: both forms are in use. */
function basePath(text: string, { versioned }: Service): string {
  const trimmed = text.replaceAll(/^\/+|\/+$/g, '');
  const base = trimmed === '' ? '' : `/${trimmed}`;
  return versioned && !base.endsWith('/api/v1') ? `${base}/api/v1` : base;
}
