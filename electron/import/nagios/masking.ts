/**
 * Words of a plugin's command line without its secrets: for a line that is run as it is.
 */
import type { Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { isSecretName } from '../secret-names.ts';
import { literal } from '../texts.ts';

/** Short options whose value is a password, a community or a key, by plugin (Monitoring Plugins). */
const SECRET_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  check_http: ['-a', '-b'],
  check_curl: ['-a', '-b'],
  check_snmp: ['-C', '-A', '-X'],
  check_mysql: ['-p'],
  check_mysql_query: ['-p'],
  check_pgsql: ['-p'],
  check_ldap: ['-P'],
  check_smtp: ['-P'],
  check_disk_smb: ['-p'],
  check_radius: ['-p'],
  check_nt: ['-s'],
  check_dbi: ['-o'],
};
const SECRET_LONG = /^--(?:community|authorization|proxy-authorization|authpass(?:wd)?|privpass(?:wd)?)$/i;

/** The words as they may stand in our file. */
export function maskedWords(argv: readonly string[], place: Place, report: Report): [string, ...string[]] {
  const [program = '', ...rest] = argv;
  const plugin = program.split('/').at(-1) ?? '';
  const short = Object.hasOwn(SECRET_OPTIONS, plugin) ? (SECRET_OPTIONS[plugin] ?? []) : [];
  const hide = (option: string) =>
    report.secret(
      `${place.name} ${option.replace(/^-+/, '')}`,
      `what follows ${option} in the command of "${place.name}"`,
    );
  let hidesNext: string | null = null;
  const words = rest.map((word) => {
    if (hidesNext !== null) {
      const option = hidesNext;
      hidesNext = null;
      return hide(option);
    }
    const [, long = '', value] = /^(--[A-Za-z0-9_-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const secretLong = long !== '' && (isSecretName(long.slice(2)) || SECRET_LONG.test(long));
    if (secretLong && value !== undefined) {
      return `${long}=${hide(long)}`;
    }
    const joined = short.find((option) => word.startsWith(option) && word.length > option.length);
    if (joined !== undefined) {
      return joined + hide(joined);
    }
    hidesNext = secretLong || short.includes(word) ? word : null;
    return literal(word);
  });
  return [literal(program), ...words];
}
