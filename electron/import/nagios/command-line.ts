/**
 * From `check_command  check_http!-S -u /x` to the words of a program: the command's line with its macros filled in
 * (Nagios Core manual, "Understanding Macros and How They Work").
 */
import type { Resolved } from './objects.ts';

/** Where Debian puts the plugins; Nagios' own `$USER1$`, unless a resource file says otherwise. */
const PLUGINS = '/usr/lib/nagios/plugins';

/** The sample's commands (sample-config/template-object/commands.cfg.in), for files that come without theirs. */
const SAMPLE: Readonly<Record<string, string>> = {
  'check-host-alive': '$USER1$/check_ping -H $HOSTADDRESS$ -w 3000.0,80% -c 5000.0,100% -p 5',
  check_ping: '$USER1$/check_ping -H $HOSTADDRESS$ -w $ARG1$ -c $ARG2$ -p 5',
  check_http: '$USER1$/check_http -I $HOSTADDRESS$ $ARG1$',
  check_ssh: '$USER1$/check_ssh $ARG1$ $HOSTADDRESS$',
  check_tcp: '$USER1$/check_tcp -H $HOSTADDRESS$ -p $ARG1$ $ARG2$',
  check_udp: '$USER1$/check_udp -H $HOSTADDRESS$ -p $ARG1$ $ARG2$',
  check_smtp: '$USER1$/check_smtp -H $HOSTADDRESS$ $ARG1$',
  check_dns: '$USER1$/check_dns -H $ARG1$ -s $HOSTADDRESS$',
  check_ftp: '$USER1$/check_ftp -H $HOSTADDRESS$ $ARG1$',
  check_pop: '$USER1$/check_pop -H $HOSTADDRESS$ $ARG1$',
  check_imap: '$USER1$/check_imap -H $HOSTADDRESS$ $ARG1$',
};

export type CommandLine =
  | { readonly ok: true; readonly argv: readonly string[] }
  | { readonly ok: false; readonly why: string };

export interface Surroundings {
  /** Command lines by name. */
  readonly commands: ReadonlyMap<string, string>;
  /** `$USER1$` and the like. */
  readonly macros: ReadonlyMap<string, string>;
  /** What `check_interval` counts, in ms. */
  readonly unitMs: number;
}

/** The words of a check's command for a host and, if it is one, a service. */
export function commandLine(
  checkCommand: string,
  host: Resolved,
  service: Resolved | null,
  { commands, macros }: Surroundings,
): CommandLine {
  const [name = '', ...given] = checkCommand.split(/(?<!\\)!/).map((part) => part.replaceAll('\\!', '!'));
  const line = commands.get(name.trim()) ?? (Object.hasOwn(SAMPLE, name.trim()) ? SAMPLE[name.trim()] : undefined);
  if (line === undefined) {
    return { ok: false, why: `the command "${name.trim()}" is not defined in what was read` };
  }
  const address = host.get('address') ?? host.get('host_name') ?? '';
  const values = new Map<string, string>([
    ['$USER1$', PLUGINS],
    ...macros,
    ['$HOSTADDRESS$', address],
    ['$HOSTNAME$', host.get('host_name') ?? ''],
    ['$HOSTALIAS$', host.get('alias') ?? host.get('host_name') ?? ''],
    ['$HOSTDISPLAYNAME$', host.get('display_name') ?? host.get('host_name') ?? ''],
    ['$SERVICEDESC$', service?.get('service_description') ?? ''],
  ]);
  const unknown: string[] = [];
  const fill = (text: string): string =>
    text.replace(/\$\$|\$[A-Za-z0-9_:]+\$/g, (macro) => {
      const argument = /^\$ARG(\d+)\$$/.exec(macro)?.[1];
      if (macro === '$$') {
        return '$';
      }
      if (argument !== undefined) {
        return fillArgument(given[Number(argument) - 1] ?? '');
      }
      const value = values.get(macro) ?? custom(macro, host, service);
      if (value === null) {
        unknown.push(macro);
      }
      return value ?? '';
    });
  // Macros inside of arguments are filled in as well, but arguments in arguments are not.
  const fillArgument = (text: string): string => (/\$ARG\d+\$/.test(text) ? text : fill(text));
  const whole = fill(line);
  if (unknown.length > 0) {
    return { ok: false, why: `${[...new Set(unknown)].join(', ')} cannot be filled in` };
  }
  return words(whole);
}

/** `$_HOSTPORT$` is the host's `_port`. */
function custom(macro: string, host: Resolved, service: Resolved | null): string | null {
  const [, kind, name = ''] = /^\$_(HOST|SERVICE)(\w+)\$$/.exec(macro) ?? [];
  const owner = kind === 'HOST' ? host : kind === 'SERVICE' ? service : null;
  return owner?.get(`_${name.toLowerCase()}`) ?? null;
}

/** A line as a shell splits it. What only a shell can do is refused: none is used here. */
export function words(line: string): CommandLine {
  const argv: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? '';
    if (quote !== '') {
      if (sign === quote) {
        quote = '';
      } else if (sign === '\\' && quote === '"' && /["\\$`]/.test(line[at + 1] ?? '')) {
        at += 1;
        word = (word ?? '') + (line[at] ?? '');
      } else {
        word = (word ?? '') + sign;
      }
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word ??= '';
    } else if (sign === '\\') {
      at += 1;
      word = (word ?? '') + (line[at] ?? '');
    } else if (/\s/.test(sign)) {
      if (word !== null) {
        argv.push(word);
      }
      word = null;
    } else if (/[|&;<>`]/.test(sign)) {
      return { ok: false, why: `its command needs a shell ("${sign}"), and none is used here` };
    } else {
      word = (word ?? '') + sign;
    }
  }
  if (word !== null) {
    argv.push(word);
  }
  return quote === '' ? { ok: true, argv } : { ok: false, why: 'a quote in its command is never closed' };
}
