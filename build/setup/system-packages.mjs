/**
 * What the operating system has to bring, by Debian's package names: found with dpkg, installed by root,
 * and told in one line to everybody else. Other systems are not asked; there the libraries themselves are looked at.
 */
import { run } from '../lib/run.mjs';

/** To show a window. */
export const TO_RUN = [
  'libnss3',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libcups2',
  'libgtk-3-0',
  'libgbm1',
  'libasound2',
  'libnotify-bin',
  'libglib2.0-bin', // gdbus: whether the desktop has a tray and a notice daemon
  'pulseaudio-utils', // paplay: the tone
];

/** To test the real app where there is no screen: a screen, a session bus, a tray, notices and ears. */
export const TO_TEST = [
  ...TO_RUN,
  'xvfb',
  'xauth',
  'dbus',
  'dbus-x11',
  'xfce4-panel',
  'xfce4-notifyd',
  'imagemagick',
  'pulseaudio',
  'sox',
  'xdotool', // presses the keys that are heard from anywhere
  'systemd', // for busctl: the tray's menu, read and clicked over the bus
];

/** Real targets for the probes, started by the tests themselves. The largest is PostgreSQL: 175 MB with its compiler. */
export const TO_PROBE = [
  'apache2-bin', // the server without a service of its own
  'haproxy',
  'postgresql',
  'redis-server',
  'memcached',
  'dnsmasq-base',
  'iputils-ping',
  'libnet-snpp-perl', // a pager's own client and server
];

/** One line a package: `installed libnss3`. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: these are dpkg's own placeholders
const FIELDS = '${db:Status-Status} ${Package}\\n';

/** A package server that does not answer must not hold up a start for ever. */
const APT_TIMEOUT_MS = 10 * 60_000;

const INSTALL = ['install', '-y', '--no-install-recommends'];

/** Brings in what is missing of `names`. Returns the line to run by hand when it could not. */
export async function ensureSystemPackages(names, { log }) {
  const missing = await findMissing(names);
  if (missing.length === 0) return { ok: true };
  if (process.getuid?.() !== 0) return { ok: false, line: `sudo sh -c '${byHand(await namedHere(missing))}'` };
  log(`Installing system packages: ${missing.join(' ')} …`);
  await aptGet(['update', '-qq']); // an old list often suffices, so its failure alone is none
  const wanted = await namedHere(missing);
  const installed = await aptGet([...INSTALL, '-qq', ...wanted]);
  return installed.ok ? { ok: true } : { ok: false, line: byHand(wanted) };
}

function aptGet(args) {
  // Servers are for the tests, which start their own copies: nothing of them shall run because of us (systemctl, invoke-rc.d).
  const services = { SYSTEMD_OFFLINE: '1', RUNLEVEL: '1' };
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', ...services };
  return run('apt-get', args, { env, timeoutMs: APT_TIMEOUT_MS });
}

function byHand(names) {
  return `apt-get update && apt-get ${INSTALL.join(' ')} ${names.join(' ')}`;
}

/** The packages of `names` that dpkg does not have; none where there is no dpkg to ask. */
async function findMissing(names) {
  if (process.platform !== 'linux') return [];
  const query = await run('dpkg-query', ['-W', `-f=${FIELDS}`, ...names, ...names.map(renamed)]);
  if (query.code === 127) return [];
  return missingFrom(names, query.stdout);
}

/** The same packages by the names that this release's package server knows. */
async function namedHere(names) {
  if (names.length === 0) return names;
  const known = new Set((await run('apt-cache', ['pkgnames'])).stdout.split('\n'));
  return names.map((name) => (known.has(renamed(name)) ? renamed(name) : name));
}

/** Debian 13 and Ubuntu 24.04 renamed libraries for the 64-bit time type: libgtk-3-0 became libgtk-3-0t64. */
function renamed(name) {
  return `${name}t64`;
}

/** Reads dpkg's answer, lines of `installed libnss3`: which names does it not confirm? */
export function missingFrom(names, answer) {
  const installed = new Set();
  for (const line of answer.split('\n')) {
    const [status, name] = line.split(' ');
    if (status === 'installed') installed.add(name);
  }
  return names.filter((name) => !installed.has(name) && !installed.has(renamed(name)));
}
