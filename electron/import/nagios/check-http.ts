/** The plugin check_http (Monitoring Plugins, plugins/check_http.c). */
import type { CheckDraft } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText, headerText } from '../secret-names.ts';
import { codesBetween, literal, statusRanges } from '../texts.ts';
import { type PluginOptions, pluginOptions } from './options.ts';
import { COMMON, COMMON_FLAGS, type Line, last, timingOf } from './plugin-line.ts';

const HTTP = {
  names: {
    ...COMMON,
    '-I': 'address',
    '--IP-address': 'address',
    '-u': 'path',
    '--url': 'path',
    '--uri': 'path',
    '-S': 'ssl',
    '--ssl': 'ssl',
    '--sni': 'sni',
    '-s': 'string',
    '--string': 'string',
    '-r': 'regex',
    '--regex': 'regex',
    '--ereg': 'regex',
    '-e': 'expect',
    '--expect': 'expect',
    '-f': 'redirect',
    '--onredirect': 'redirect',
    '-j': 'method',
    '--method': 'method',
    '-P': 'post',
    '--post': 'post',
    '-T': 'contentType',
    '--content-type': 'contentType',
    '-k': 'header',
    '--header': 'header',
    '-a': 'login',
    '--authorization': 'login',
    '-A': 'agent',
    '--useragent': 'agent',
  },
  flags: new Set([...COMMON_FLAGS, 'ssl', 'sni']),
} as const;

export function httpCheck({ argv, place, report }: Line): CheckDraft | null {
  const hint = place.name;
  const options = pluginOptions(argv, HTTP);
  const host =
    options === null ? null : (last(options, 'host') ?? last(options, 'address') ?? options.words[0] ?? null);
  if (options === null || host === null) {
    return null;
  }
  const statuses = httpStatuses(last(options, 'expect'), last(options, 'redirect'));
  const timing = timingOf(options);
  if (statuses === null || timing === null) {
    return null;
  }
  const ssl = options.given.has('ssl');
  const port = last(options, 'port');
  const where = host.includes(':') && !host.includes('[') && host.split(':').length > 2 ? `[${host}]` : host;
  const path = last(options, 'path') ?? '/';
  const url = `${ssl ? 'https' : 'http'}://${where}${port === null ? '' : `:${port}`}${path.startsWith('/') ? '' : '/'}${path}`;
  const post = last(options, 'post');
  const method = (last(options, 'method') ?? (post === null ? 'GET' : 'POST')).toUpperCase();
  const address = last(options, 'address');
  if (address !== null && address !== host) {
    report.changed(place, `it is asked for by its name ${host}; there the connection went to ${address}`);
  }
  const headers = httpHeaders(options, post !== null, hint, report);
  const auth = authOf(last(options, 'login'), hint, report);
  const body = { ...one('contains', last(options, 'string')), ...one('regex', last(options, 'regex')) };
  return {
    type: 'http',
    url: addressText(literal(url), hint, `address of "${hint}"`, report),
    ...(method !== 'GET' && { method: method as 'POST' }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...auth,
    ...(post !== null && { body: literal(post) }),
    ...(Object.keys(body).length > 0 && { expectBody: body }),
    ...statuses,
    // The plugin does not look at who signed the certificate.
    ...(ssl && { verifyTls: false }),
    ...timing,
  };
}

const one = <K extends string>(name: K, value: string | null) =>
  (value === null || value === '' ? {} : { [name]: literal(value) }) as { readonly [name in K]?: string };

/** By default 2xx and 3xx are well and redirects are not followed. Null: an expectation on more than the code. */
function httpStatuses(expect: string | null, redirect: string | null) {
  const follows = redirect === 'follow' || redirect === 'sticky' || redirect === 'stickyport';
  const redirects = follows ? {} : { redirects: 0 };
  if (expect !== null) {
    const codes = expect.split(',').map((part) => /^(?:HTTP\/1\.[01x]\s+)?([1-5]\d\d)\b/.exec(part.trim())?.[1]);
    return codes.includes(undefined) ? null : { expectStatus: statusRanges(new Set(codes.map(Number))), ...redirects };
  }
  const refuses = redirect === 'warning' || redirect === 'critical';
  return follows || refuses ? redirects : { expectStatus: statusRanges(codesBetween(200, 399)), ...redirects };
}

function httpHeaders(options: PluginOptions, hasBody: boolean, hint: string, report: Report): Record<string, string> {
  const headers: Record<string, string> = {};
  const type = last(options, 'contentType') ?? (hasBody ? 'application/x-www-form-urlencoded' : null);
  if (type !== null) {
    headers['Content-Type'] = literal(type);
  }
  const agent = last(options, 'agent');
  if (agent !== null) {
    headers['User-Agent'] = literal(agent);
  }
  for (const header of options.given.get('header') ?? []) {
    const [name = '', ...value] = header.split(':');
    headers[name.trim()] = headerText(
      name.trim(),
      literal(value.join(':').trim()),
      hint,
      `header of "${hint}"`,
      report,
    );
  }
  return headers;
}

/** `-a user:password`. */
function authOf(login: string | null, hint: string, report: Report) {
  return login === null
    ? {}
    : {
        auth: {
          username: literal(login.split(':')[0] ?? ''),
          password: report.secret(`${hint} password`, `what follows the colon after -a of "${hint}"`),
        },
      };
}
