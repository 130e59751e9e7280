/**
 * What services say in lines of text: SMTP, IMAP, Redis, memcached, SSH. Pure readers over all that has come so far (Latin-1).
 *
 * "Not now" (421, LOADING, too many clients) is told from "broken": the first is overload or a start, not death.
 */
import type { FailureKind } from '../../shared/model/observation.ts';
import type { Heard, Reader } from './tcp-script.ts';
import { excerpt, oneLine } from './words.ts';

const MORE: Heard = { kind: 'more' };
export const bad = (kind: FailureKind, detail: string): Heard => ({ kind: 'bad', failure: { kind, detail } });

/** Reads the first whole line, without its end. */
const firstLine =
  (judge: (line: string) => Heard): Reader =>
  (seen, ended) => {
    const end = seen.indexOf('\n');
    if (end < 0 && !(ended && seen !== '')) {
      return MORE;
    }
    return judge((end < 0 ? seen : seen.slice(0, end)).replace(/\r$/, ''));
  };

// ---- SMTP: RFC 5321 section 4.2.1 ---------------------------------------------------------------------------------

/** A whole reply: lines `250-…`, and the last with a blank (or nothing) behind its code. */
const SMTP_LAST = /^(\d{3})(?: .*)?$/;
const SMTP_LINE = /^\d{3}(?:[ -].*)?$/;
/** "Service not available", "mailbox busy", "local error", "insufficient storage": come again later. */
const SMTP_LATER = new Set(['421', '450', '451', '452']);

/** Waits for the reply `wanted`; `offers` is an extension (RFC 1869 keyword) that it must name. */
export function smtpReply(wanted: string, offers?: string): Reader {
  return (seen) => {
    const whole = seen.split('\n').slice(0, -1);
    for (const [at, raw] of whole.entries()) {
      const line = raw.replace(/\r$/, '');
      const code = SMTP_LAST.exec(line)?.[1];
      if (code !== undefined) {
        return judgeSmtp(code, wanted, offers, whole.slice(0, at + 1));
      }
      if (!SMTP_LINE.test(line)) {
        return bad('protocol', `not SMTP: ${excerpt(seen)}`);
      }
    }
    return MORE;
  };
}

function judgeSmtp(code: string, wanted: string, offers: string | undefined, lines: readonly string[]): Heard {
  const said = oneLine(lines.at(-1) ?? '');
  if (SMTP_LATER.has(code)) {
    return bad('overloaded', said);
  }
  if (code !== wanted) {
    return bad('said-failing', `${said}, expected ${wanted}`);
  }
  if (offers !== undefined && !lines.some((line) => line.slice(4).trim().toUpperCase() === offers)) {
    return bad('said-failing', `the server does not offer ${offers}`);
  }
  return wanted === '220' ? { kind: 'well', readings: { said } } : { kind: 'well' };
}

// ---- IMAP: RFC 9051 section 7.1 -----------------------------------------------------------------------------------

/** `* OK …`, or `* PREAUTH …` where we are let in without asking. */
export const imapGreeting = firstLine((line) => {
  if (/^\* (?:OK|PREAUTH)\b/i.test(line)) {
    return { kind: 'well', readings: { said: oneLine(line) } };
  }
  return /^\* BYE\b/i.test(line) ? bad('said-failing', oneLine(line)) : bad('protocol', `not IMAP: ${excerpt(line)}`);
});

/** The line that ends the command with this tag; whatever comes before it is told, not asked. */
export const imapTagged =
  (tag: string): Reader =>
  (seen) => {
    const line = seen.split(/\r?\n/).find((each) => each.startsWith(`${tag} `));
    if (line === undefined || !seen.includes(`${line}\r\n`)) {
      return MORE;
    }
    return line.startsWith(`${tag} OK`) ? { kind: 'well' } : bad('said-failing', oneLine(line));
  };

// ---- Redis: the simple strings and errors of RESP -----------------------------------------------------------------

export const redisPong = firstLine((line) => {
  if (line === '+PONG') {
    return { kind: 'well' };
  }
  const said = oneLine(line.slice(1));
  if (!line.startsWith('-')) {
    return bad('protocol', `not Redis: ${excerpt(line)}`);
  }
  if (/^-(?:NOAUTH|NOPERM)\b/.test(line)) {
    return { kind: 'well', readings: { said } }; // alive: it answers, and only wants a password
  }
  if (line.startsWith('-LOADING')) {
    return bad('starting', said);
  }
  return bad(/^-(?:BUSY\b|OOM\b|ERR max number of clients)/.test(line) ? 'overloaded' : 'said-failing', said);
});

// ---- memcached: doc/protocol.txt ----------------------------------------------------------------------------------

export const memcachedVersion = firstLine((line) => {
  if (line.startsWith('VERSION ')) {
    return { kind: 'well', readings: { version: oneLine(line.slice('VERSION '.length)) } };
  }
  if (/^ERROR Too many open connections/i.test(line)) {
    return bad('overloaded', oneLine(line));
  }
  return /^(?:SERVER_|CLIENT_)?ERROR\b/.test(line)
    ? bad('said-failing', oneLine(line))
    : bad('protocol', `not memcached: ${excerpt(line)}`);
});

// ---- SSH: RFC 4253 section 4.2 ------------------------------------------------------------------------------------

/**
 * The server may say other lines first. 1.99 is a server that also speaks the old version. We hang up then, which newer OpenSSH
 * holds against a host (PerSourcePenalties, 1 s each time): far below its threshold at any interval above that.
 */
export const sshBanner: Reader = (seen, ended) => {
  const whole = seen.split('\n').slice(0, ended ? undefined : -1);
  const banner = whole.find((line) => line.startsWith('SSH-'))?.trimEnd();
  if (banner === undefined) {
    const [said = ''] = whole;
    return /^(?:Exceeded MaxStartups|Not allowed at this time)/.test(said) ? bad('overloaded', oneLine(said)) : MORE;
  }
  return /^SSH-(?:2\.0|1\.99)-/.test(banner)
    ? { kind: 'well', readings: { version: oneLine(banner) } }
    : bad('protocol', `an SSH version that we cannot speak: ${oneLine(banner)}`);
};
