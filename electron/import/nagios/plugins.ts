/**
 * The usual plugins as checks of ours (Monitoring Plugins, plugins/check_*.c). An option that is not known here makes the whole
 * line unknown: then the plugin itself is run, or the check is told as lost. Nothing is guessed.
 */
import { DNS_RECORDS } from '../../../shared/model/checks/dns.ts';
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { addressText, headerText } from '../secret-names.ts';
import { codesBetween, durationText, escapeRegex, literal, statusRanges } from '../texts.ts';
import { type PluginOptions, pluginOptions } from './options.ts';

/** What a plugin's line says, and for whom. */
interface Line {
  readonly argv: readonly string[];
  readonly place: Place;
  readonly report: Report;
}

/** The check that a plugin stands for; null when it can only be run itself. */
export function pluginCheck(argv: readonly string[], place: Place, report: Report): CheckDraft | null {
  const name = (argv[0] ?? '').split('/').at(-1) ?? '';
  const line: Line = { argv: argv.slice(1), place, report };
  switch (name) {
    case 'check_http':
      return httpCheck(line);
    case 'check_tcp':
      return tcpCheck(line, null, null);
    case 'check_ftp':
      return tcpCheck(line, 21, '220');
    case 'check_pop':
      return tcpCheck(line, 110, '+OK');
    case 'check_imap':
      return tcpCheck(line, 143, '* OK');
    case 'check_smtp':
      return smtpCheck(line);
    case 'check_ssh':
      return sshCheck(line);
    case 'check_ping':
      return pingCheck(line);
    case 'check_dns':
      return dnsCheck(line);
    default:
      return null;
  }
}

const COMMON = {
  '-H': 'host',
  '--hostname': 'host',
  '-p': 'port',
  '--port': 'port',
  '-w': 'warning',
  '--warning': 'warning',
  '-c': 'critical',
  '--critical': 'critical',
  '-t': 'timeout',
  '--timeout': 'timeout',
  '-4': 'family',
  '--use-ipv4': 'family',
  '-6': 'family',
  '--use-ipv6': 'family',
  '-v': 'verbose',
  '--verbose': 'verbose',
} as const;

const COMMON_FLAGS = ['family', 'verbose'];

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

function httpCheck({ argv, place, report }: Line): CheckDraft | null {
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

const TCP = {
  names: {
    ...COMMON,
    '-s': 'send',
    '--send': 'send',
    '-e': 'expect',
    '--expect': 'expect',
    '-E': 'escape',
    '--escape': 'escape',
  },
  flags: new Set([...COMMON_FLAGS, 'escape']),
} as const;

function tcpCheck({ argv }: Line, ownPort: number | null, ownExpect: string | null): CheckDraft | null {
  const options = pluginOptions(argv, TCP);
  const address = options === null ? null : addressOf(options, ownPort);
  const timing = options === null ? null : timingOf(options);
  if (options === null || address === null || timing === null) {
    return null;
  }
  const send = last(options, 'send');
  const expects = options.given.get('expect') ?? (ownExpect === null ? [] : [ownExpect]);
  if (expects.length > 1) {
    return null;
  }
  const escapes = options.given.has('escape');
  const script = [
    ...(send === null ? [] : [{ send: literal(escapes ? send : send.replaceAll('\\', '\\\\')) }]),
    // It is looked for at the beginning of the answer.
    ...expects.map((expect) => ({ expectRegex: literal(`^${escapeRegex(expect)}`) })),
  ];
  return { type: 'tcp', ...address, ...(script.length > 0 && { script }), ...timing };
}

const SMTP = {
  names: { ...COMMON, '-e': 'expect', '--expect': 'expect' },
  flags: new Set(COMMON_FLAGS),
} as const;

function smtpCheck({ argv }: Line): CheckDraft | null {
  const options = pluginOptions(argv, SMTP);
  const address = options === null ? null : addressOf(options, 25);
  const timing = options === null ? null : timingOf(options);
  if (options === null || address === null || timing === null) {
    return null;
  }
  const expect = last(options, 'expect') ?? '220';
  return last(options, 'expect') === null
    ? { type: 'tcp', preset: 'smtp', ...address, ...timing }
    : { type: 'tcp', ...address, script: [{ expectRegex: literal(`^${escapeRegex(expect)}`) }], ...timing };
}

const SSH = {
  names: { ...COMMON },
  flags: new Set(COMMON_FLAGS),
} as const;

function sshCheck({ argv }: Line): CheckDraft | null {
  const options = pluginOptions(argv, SSH);
  const address = options === null ? null : addressOf(options, 22);
  const timing = options === null ? null : timingOf(options);
  return address === null || timing === null ? null : { type: 'tcp', preset: 'ssh', ...address, ...timing };
}

const PING = {
  names: {
    '-H': 'host',
    '--hostname': 'host',
    '-w': 'warning',
    '--warning': 'warning',
    '-c': 'critical',
    '--critical': 'critical',
    '-p': 'packets',
    '--packets': 'packets',
    '-t': 'timeout',
    '--timeout': 'timeout',
    '-4': 'four',
    '--use-ipv4': 'four',
    '-6': 'six',
    '--use-ipv6': 'six',
  },
  flags: new Set(['four', 'six']),
} as const;

/** `-w 100.0,20% -c 500.0,60%`: the round trip in ms is the latency limit, the critical loss is what makes it fail. */
function pingCheck({ argv }: Line): CheckDraft | null {
  const options = pluginOptions(argv, PING);
  const host = options === null ? null : (last(options, 'host') ?? options.words[0] ?? null);
  if (options === null || host === null || host === '') {
    return null;
  }
  const threshold = (name: string) => /^(\d+(?:\.\d+)?),(\d+)%$/.exec(last(options, name) ?? '');
  const warning = threshold('warning');
  const critical = threshold('critical');
  if (warning === null || critical === null) {
    return null;
  }
  const packets = Number(last(options, 'packets') ?? 5);
  const timeout = Number(/^\d+/.exec(last(options, 'timeout') ?? '')?.[0] ?? Number.NaN);
  const limit = Number(warning[1]);
  const loss = Math.min(99, Math.max(0, Number(critical[2]) - 1));
  return {
    type: 'ping',
    host: literal(host),
    count: Math.min(20, Math.max(1, Math.round(packets))),
    maxLoss: loss,
    ...(options.given.has('four') && { family: 'ipv4' as const }),
    ...(options.given.has('six') && { family: 'ipv6' as const }),
    // A limit above the time-out is never reached: `3000.0,80%` of check-host-alive asks about loss alone.
    ...(limit > 0 && limit < 1_000 && { latencyLimit: durationText(limit) }),
    ...(timeout > 0 && { timeout: durationText(timeout * 1_000) }),
  };
}

const DNS = {
  names: {
    ...COMMON,
    '-s': 'server',
    '--server': 'server',
    '-a': 'expected',
    '--expected-address': 'expected',
    '-q': 'type',
    '--querytype': 'type',
    '-A': 'authority',
    '--expect-authority': 'authority',
  },
  flags: new Set([...COMMON_FLAGS, 'authority']),
} as const;

function dnsCheck({ argv }: Line): CheckDraft | null {
  const options = pluginOptions(argv, DNS);
  const query = options === null ? null : (last(options, 'host') ?? options.words[0] ?? null);
  const timing = options === null ? null : timingOf(options);
  const record = DNS_RECORDS.find(
    (one) => one === (options === null ? '' : (last(options, 'type') ?? 'A').toUpperCase()),
  );
  if (options === null || query === null || query === '' || timing === null || record === undefined) {
    return null;
  }
  const server = last(options, 'server') ?? options.words[1] ?? null;
  const expected = (options.given.get('expected') ?? []).flatMap((text) => text.split(',')).map(literal);
  return {
    type: 'dns',
    query: literal(query),
    record,
    ...(server !== null && server !== '' && { resolver: literal(server) }),
    ...(options.given.has('authority') && { authoritative: true }),
    ...(expected.length > 0 && { expectAnswers: { exactly: expected } }),
    ...timing,
  };
}

/** The host after -H, or the first word; some plugins take the port as the second. */
function addressOf(options: PluginOptions, ownPort: number | null): { host: string; port: number } | null {
  const host = last(options, 'host') ?? options.words[0] ?? null;
  const port = Number(last(options, 'port') ?? ownPort);
  return host === null || host === '' || !Number.isInteger(port) || port < 1 ? null : { host: literal(host), port };
}

/**
 * Thresholds on the time are seconds: the lower one is the latency limit, the time-out is the time-out. Null: a threshold of
 * another shape (a range, a percentage).
 */
function timingOf(options: PluginOptions): { latencyLimit?: string; timeout?: string } | null {
  const limits = ['warning', 'critical'].flatMap((name) => options.given.get(name) ?? []);
  const seconds = limits.map((text) => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN));
  const timeout = Number(/^(\d+)/.exec(last(options, 'timeout') ?? '')?.[1] ?? Number.NaN);
  const limit = Math.min(...seconds);
  if (seconds.some((value) => !(value > 0))) {
    return null;
  }
  return {
    ...(seconds.length > 0 && { latencyLimit: durationText(limit * 1_000) }),
    ...(timeout > 0 && { timeout: durationText(timeout * 1_000) }),
  };
}

const last = (options: PluginOptions, name: string): string | null => options.given.get(name)?.at(-1) ?? null;
