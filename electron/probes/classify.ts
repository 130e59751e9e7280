/**
 * What an error of the network means: their failure, our own trouble, or not to be told without a second look.
 *
 * The only place that knows error codes (Node's, OpenSSL's, undici's). A code that nobody has met is called our bug,
 * never the target's failure. Texts hold addresses and codes, never anything that was sent.
 */

import { assertNever } from '../../shared/model/never.ts';
import type { Failure, FailureKind, OwnTrouble, Phase } from '../../shared/model/observation.ts';
import { hostAndPort } from '../../shared/rules/address.ts';
import { PatternTooSlow } from './pattern.ts';

/** A question whose answer tells whose fault it is; asked by `second-look.ts`. Yes means: theirs. */
export type Question =
  | { readonly ask: 'resolver-reachable' }
  | { readonly ask: 'resolver-works' }
  | { readonly ask: 'route'; readonly address: string; readonly port: number };

export type Meaning =
  | { readonly kind: 'theirs'; readonly failure: Failure }
  | { readonly kind: 'ours'; readonly trouble: OwnTrouble }
  | { readonly kind: 'unclear'; readonly question: Question; readonly ifTheirs: Failure; readonly ifOurs: OwnTrouble };

/** A certificate that was looked at and refused; `message` is ready to show. */
export class CertificateRefused extends Error {}

/** A file that the check names cannot be used here; `message` says which, and what to mend. */
export class NotOnThisMachine extends Error {}

/** The other side speaks another version of the protocol than was asked for; `message` is ready to show. */
export class NotThatVersion extends Error {}

/** The proxy between us and the target did not let us through, or was not there (`cause`). The target was not asked. */
export class ProxyFailed extends Error {}

/** Every address of a name failed, each for its own reason. */
export class AllAddressesFailed extends Error {
  readonly causes: readonly Error[];
  constructor(causes: readonly Error[]) {
    super(`all ${causes.length} addresses failed`);
    this.causes = causes;
  }
}

/** The meaning of `error`, which came up in `phase`. */
export function classify(error: unknown, phase: Phase): Meaning {
  if (error instanceof AllAddressesFailed) {
    return worstOf(error.causes, phase);
  }
  if (error instanceof CertificateRefused) {
    return theirs('tls', phase, error.message);
  }
  if (error instanceof NotOnThisMachine) {
    return ours('no-tool', error.message);
  }
  if (error instanceof PatternTooSlow) {
    return ours('pattern-too-slow', error.message);
  }
  if (error instanceof NotThatVersion) {
    return theirs('protocol', phase, error.message);
  }
  if (error instanceof ProxyFailed) {
    return byProxy(error, phase);
  }
  if (!(error instanceof Error)) {
    return ours('bug', `something that is no error was thrown: ${typeof error}`);
  }
  const fault = error as Fault;
  // undici's parser error comes without a code more often than not.
  const code = fault.code ?? fault.name;
  const known = CODES[code] ?? FAMILIES.find(([start]) => code.startsWith(start))?.[1];
  return known
    ? known(fault, phase)
    : ours('bug', `${code === error.name ? '' : `${code} `}${error.name}: ${error.message}`);
}

/** True when a kept connection broke before any answer: it had gone stale, and says nothing about the target. */
export function isStale(error: unknown): boolean {
  return error instanceof Error && STALE.has((error as Fault).code ?? '');
}
const STALE: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET']);

/** A route does not depend on the port, but a question needs one (9: discard). */
const ANY_PORT = 9;

interface Fault extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  /** OpenSSL's own words. */
  readonly reason?: string;
}
type Reader = (error: Fault, phase: Phase) => Meaning;

function theirs(kind: FailureKind, phase: Phase, detail: string): Meaning {
  return { kind: 'theirs', failure: { kind, phase, detail } };
}
function ours(kind: OwnTrouble['kind'], detail: string): Meaning {
  return { kind: 'ours', trouble: { kind, detail } };
}

const noSocket =
  (words: string): Reader =>
  (error) =>
    ours('no-sockets', `${words} (${error.code})`);

const cutOff: Reader = (error, phase) => {
  if (phase === 'tls') {
    return theirs('closed', phase, 'closed during the TLS handshake');
  }
  // Node says ECONNRESET without a system call when it only means "ended early".
  return error.syscall === undefined
    ? theirs('closed', phase, closedWords(phase))
    : theirs('reset', phase, `connection reset ${during(phase)}`);
};

const nameUnknown: Reader = (error) => ({
  kind: 'unclear',
  question: { ask: 'resolver-reachable' },
  ifTheirs: { kind: 'dns', phase: 'dns', detail: `no such host: ${error.hostname ?? 'the name has no address'}` },
  ifOurs: resolverGone(error.hostname),
});

const nameUnresolved: Reader = (error) => ({
  kind: 'unclear',
  question: { ask: 'resolver-works' },
  ifTheirs: {
    kind: 'dns',
    phase: 'dns',
    detail: `the name servers of ${error.hostname ?? 'this name'} fail, while the resolver itself works (${error.code})`,
  },
  ifOurs: resolverGone(error.hostname),
});

/** Our resolver does not answer. Also used when time ran out while a name was being looked up. */
export function resolverGone(hostname?: string): OwnTrouble {
  const what = hostname === undefined ? '' : ` for ${hostname}`;
  return { kind: 'resolver-gone', detail: `this machine's name resolver gives no answer${what}` };
}

const timedOut: Reader = (_error, phase) => theirs('timeout', phase, `timed out ${during(phase)}`);
const brokeOff: Reader = (_error, phase) => theirs('closed', phase, closedWords(phase));
const gaveUp: Reader = () => ours('cancelled', 'the check was stopped');

const tlsTrouble: Reader = (error, phase) => {
  const reason = (error.reason ?? error.code ?? '').toLowerCase().replaceAll('_', ' ');
  const plain = /wrong version number|packet length too long|http request|unknown protocol/.test(reason);
  const hint = plain ? '; the other side does not speak TLS on this port' : '';
  return theirs('tls', phase === 'connect' ? 'tls' : phase, `TLS handshake failed: ${reason}${hint}`);
};

/** Node's own limit for every client (`--max-http-header-size`). */
const headersTooLarge: Reader = (_error, phase) =>
  theirs('protocol', phase, 'the answer has more than 16 KiB of headers');
const notHttp2: Reader = (error, phase) => theirs('protocol', phase, `not HTTP/2: ${error.message}`);
/** The reason is one of RFC 9113 section 7's, at the end of Node's sentence. */
const brokenStream: Reader = (error, phase) => {
  const reason = /NGHTTP2_(\w+)$/.exec(error.message)?.[1]?.toLowerCase().replaceAll('_', ' ') ?? error.message;
  return theirs('reset', phase, `the server broke off the HTTP/2 stream ${during(phase)} (${reason})`);
};

const CODES: Readonly<Record<string, Reader>> = {
  ECONNREFUSED: (error, phase) => theirs('refused', phase, `connection refused${by(error)}`),
  EHOSTUNREACH: (error, phase) => theirs('no-route', phase, `host unreachable${at(error)}`),
  EHOSTDOWN: (error, phase) => theirs('no-route', phase, `host is down${at(error)}`),
  ENETUNREACH: (error, phase) => ({
    kind: 'unclear',
    question: { ask: 'route', address: error.address ?? '', port: error.port ?? ANY_PORT },
    ifTheirs: { kind: 'no-route', phase, detail: `network unreachable on the way${at(error)}` },
    ifOurs: { kind: 'offline', detail: `this machine has no route${at(error)}` },
  }),
  ECONNRESET: cutOff,
  ECONNABORTED: cutOff,
  EPIPE: (_error, phase) => theirs('closed', phase, closedWords(phase)),
  ETIMEDOUT: timedOut,

  EMFILE: noSocket('this program has no file handle left'),
  ENFILE: noSocket('this machine has no file handle left'),
  ENOBUFS: noSocket('this machine has no memory left for sockets'),
  ENOMEM: noSocket('this machine has no memory left'),
  EADDRNOTAVAIL: noSocket('this machine has no local address or port left to call from'),
  EADDRINUSE: noSocket('this machine has no local port left to call from'),
  EAGAIN: noSocket('this machine cannot open another connection now'),
  ENETDOWN: () => ours('offline', 'the network of this machine is down'),
  EAFNOSUPPORT: (error) => ours('offline', `this machine cannot use addresses of this kind${at(error)}`),
  EPERM: (error) => ours('offline', `this machine forbids the connection, perhaps by its firewall${at(error)}`),
  EACCES: (error) => ours('offline', `this machine forbids the connection, perhaps by its firewall${at(error)}`),

  ENOTFOUND: nameUnknown,
  ENODATA: nameUnknown,
  EAI_NODATA: nameUnknown,
  EAI_NONAME: nameUnknown,
  EAI_AGAIN: nameUnresolved,
  EAI_FAIL: nameUnresolved,
  EAI_MEMORY: noSocket('this machine has no memory left'),

  EPROTO: tlsTrouble,

  UND_ERR_SOCKET: (error, phase) =>
    /bad (?:response|upgrade)/.test(error.message)
      ? theirs('protocol', phase, 'the answer is not one to what was asked')
      : theirs('closed', phase, closedWords(phase)),
  UND_ERR_HEADERS_OVERFLOW: headersTooLarge,
  HPE_HEADER_OVERFLOW: headersTooLarge,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: brokeOff,
  UND_ERR_CONNECT_TIMEOUT: timedOut,
  UND_ERR_HEADERS_TIMEOUT: timedOut,
  UND_ERR_BODY_TIMEOUT: timedOut,
  UND_ERR_DESTROYED: gaveUp,
  UND_ERR_CLOSED: gaveUp,
  UND_ERR_ABORTED: gaveUp,
  UND_ERR_INFO: (error, phase) =>
    /^HTTP\/2: /.test(error.message)
      ? theirs('closed', phase, `${closedWords(phase)} (${error.message.slice('HTTP/2: '.length)})`)
      : ours('bug', `${error.name}: ${error.message}`),
  HPE_INVALID_EOF_STATE: brokeOff,
  // Of node:http2; its other codes are mistakes of whoever calls it.
  ERR_HTTP2_ERROR: notHttp2,
  ERR_HTTP2_SESSION_ERROR: notHttp2,
  ERR_HTTP2_STREAM_ERROR: brokenStream,
  ERR_HTTP2_STREAM_CANCEL: brokeOff,
  ERR_HTTP2_GOAWAY_SESSION: brokeOff,
  HTTPParserError: (error, phase) =>
    /EOF/.test(error.message) ? brokeOff(error, phase) : theirs('protocol', phase, `not HTTP: ${parserWords(error)}`),
};

/** Codes that come in families. */
const FAMILIES: readonly (readonly [string, Reader])[] = [
  ['EAI_', (error) => ({ kind: 'ours', trouble: resolverGone(error.hostname) })],
  ['ERR_SSL_', tlsTrouble],
  ['ERR_TLS_', tlsTrouble],
  ['HPE_', (error, phase) => theirs('protocol', phase, `not HTTP: ${parserWords(error)}`)],
];

/** The parser's reason, which stands in brackets behind a sentence of undici's. It quotes nothing that came. */
const parserWords = (error: Fault) => /\((.+)\)$/.exec(error.message)?.[1] ?? error.code ?? error.message;

const at = (error: Fault) => (error.address ? ` to ${place(error)}` : '');
const by = (error: Fault) => (error.address ? ` by ${place(error)}` : '');
const place = ({ address = '', port }: Fault) => (port === undefined ? address : hostAndPort(address, port));

const DURING: Readonly<Record<Phase, string>> = {
  dns: 'while the name was looked up',
  connect: 'while connecting',
  tls: 'during the TLS handshake',
  send: 'while sending',
  headers: 'while waiting for the answer',
  body: 'in the middle of the answer',
};
const during = (phase: Phase) => DURING[phase];
const closedWords = (phase: Phase) =>
  phase === 'body' ? 'closed in the middle of the answer' : 'closed without an answer';

/** What kept us from the proxy says whose fault it is; that it is the proxy's and not the target's must be seen at once. */
function byProxy(error: ProxyFailed, phase: Phase): Meaning {
  if (error.cause === undefined) {
    return theirs('proxy-error', phase, error.message);
  }
  const meaning = classify(error.cause, phase);
  const blamed = (failure: Failure): Failure => ({
    ...failure,
    kind: 'proxy-error',
    detail: `${error.message}: ${failure.detail}`,
  });
  switch (meaning.kind) {
    case 'theirs':
      return { kind: 'theirs', failure: blamed(meaning.failure) };
    case 'unclear':
      return { ...meaning, ifTheirs: blamed(meaning.ifTheirs) };
    case 'ours':
      return meaning;
    default:
      return assertNever(meaning, 'meaning');
  }
}

/** Theirs before unclear before ours: one address that really failed says more than one that we cannot reach by ourselves. */
const RANK: Readonly<Record<Meaning['kind'], number>> = { theirs: 0, unclear: 1, ours: 2 };

function worstOf(causes: readonly Error[], phase: Phase): Meaning {
  const meanings = causes.map((cause) => classify(cause, phase)).sort((a, b) => RANK[a.kind] - RANK[b.kind]);
  const [first] = meanings;
  if (!first) {
    return theirs('dns', 'dns', 'the name has no address');
  }
  if (first.kind !== 'theirs' || causes.length === 1) {
    return first;
  }
  // One of each kind: six addresses of two families fail for two reasons as a rule.
  const reasons = new Map(meanings.toReversed().map((meaning) => [kindOf(meaning), detailOf(meaning)] as const));
  reasons.delete(first.failure.kind);
  const others = [...reasons.values()].reverse().map((reason) => `; ${reason}`);
  const words = `${first.failure.detail} (all ${causes.length} addresses of the name fail${others.join('')})`;
  return theirs(first.failure.kind, phase, words);
}

/** Why one of several addresses failed, in a few words. */
export const causeOf = (error: Error, phase: Phase): string => detailOf(classify(error, phase));

function detailOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'theirs':
      return meaning.failure.detail;
    case 'unclear':
      return meaning.ifTheirs.detail;
    case 'ours':
      return meaning.trouble.detail;
    default:
      return assertNever(meaning, 'meaning');
  }
}

function kindOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'theirs':
      return meaning.failure.kind;
    case 'unclear':
      return meaning.ifTheirs.kind;
    case 'ours':
      return meaning.trouble.kind;
    default:
      return assertNever(meaning, 'meaning');
  }
}
