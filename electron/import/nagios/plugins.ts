/**
 * The usual plugins as checks of ours (Monitoring Plugins, plugins/check_*.c). An option that is not known here makes the whole
 * line unknown: then the plugin itself is run, or the check is told as lost. Nothing is guessed.
 */
import { DNS_RECORDS } from '../../../shared/model/checks/dns.ts';
import type { CheckDraft, Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText, escapeRegex, literal } from '../texts.ts';
import { httpCheck } from './check-http.ts';
import { type PluginOptions, pluginOptions } from './options.ts';
import { COMMON, COMMON_FLAGS, type Line, last, timingOf } from './plugin-line.ts';

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
