/**
 * Tells the page of a proxy that stands in front (502, 503, 504 in the site's place) from the site's own.
 *
 * Only what the page itself says counts: `Server` and `Via` name who stands in front of every answer, good ones too. The
 * texts are those of HAProxy 2.6 (doc/configuration.txt, errorfile), Apache httpd 2.4 (http_protocol.c), nginx
 * (ngx_http_special_response.c), Varnish 7 (builtin.vcl), Envoy 1.30 (local replies), Traefik 3.
 */
import { oneLine, short } from './words.ts';

export interface SeenPage {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The beginning of the body; empty when there is none. */
  readonly text: string;
  /** From the request to the first byte of the answer, in ms; null when it was not measured. */
  readonly waitedMs: number | null;
}

export interface ProxyPage {
  /** `HAProxy`, `Apache`, `nginx` … */
  readonly by: string;
  /** What is the matter behind it: `no server available`. */
  readonly says: string;
  /** It lay ready in a file: whatever it says of when to come back was written before anything was wrong. */
  readonly fromFile?: true;
}

/** Null when nothing proves that the answer is a proxy's own. */
export function proxyPage(page: SeenPage): ProxyPage | null {
  for (const recognise of RECOGNISERS) {
    const found = recognise(page);
    if (found) {
      return found;
    }
  }
  return null;
}

type Recogniser = (page: SeenPage) => ProxyPage | null;

const NO_ANSWER_IN_TIME = 'the back end did not answer in time';
const BROKE_OFF = 'the back end broke off, or answered no HTTP';
const UNREACHABLE = 'the back end cannot be reached';

/** Looks for `pattern` in the page and says what that means there; null leaves it to the next. */
const page =
  (by: string, pattern: RegExp, says: (found: RegExpExecArray, seen: SeenPage) => string): Recogniser =>
  (seen) => {
    const found = pattern.exec(seen.text);
    return found ? { by, says: says(found, seen) } : null;
  };

const header =
  (by: string, name: string, pattern: RegExp, says: (seen: SeenPage) => string): Recogniser =>
  (seen) =>
    pattern.test(String(seen.headers[name] ?? '')) ? { by, says: says(seen) } : null;

/** What the three codes of a gateway mean when the page says no more (RFC 9110 section 15.6). */
function byStatus({ status }: SeenPage): string {
  switch (status) {
    case 504:
      return NO_ANSWER_IN_TIME;
    case 502:
      return `${UNREACHABLE} or broke off`;
    default:
      return 'no back end left, or a limit of its own';
  }
}

/** Apache calls a back end that was slower than ProxyTimeout 502 or 504, by version; one that breaks off is 502 at once. */
const SLOW_MS = 1_000;
const apache502 = ({ waitedMs }: SeenPage) =>
  waitedMs !== null && waitedMs >= SLOW_MS
    ? `${NO_ANSWER_IN_TIME}, the proxy gave up after ${Math.round(waitedMs / 100) / 10} s`
    : BROKE_OFF;

/** The page that we make for a proxy ourselves (shared/rules/error-page). */
const OURS = /<meta name="generator" content="Watchbell error page: (apache|nginx|haproxy)">/;
const NAMES: Readonly<Record<string, string>> = { apache: 'Apache', nginx: 'nginx', haproxy: 'HAProxy' };

function ourPage(seen: SeenPage): ProxyPage | null {
  const [, proxy = ''] = OURS.exec(seen.text) ?? [];
  const by = NAMES[proxy];
  const isSlowApache = proxy === 'apache' && seen.status === 502;
  return by === undefined ? null : { by, says: isSlowApache ? apache502(seen) : byStatus(seen), fromFile: true };
}

const RECOGNISERS: readonly Recogniser[] = [
  ourPage,
  page('HAProxy', /<\/h1>\s*No server is available to handle this request\.\s*<\/body>/, () => 'no server available'),
  page('HAProxy', /<\/h1>\s*The server returned an invalid or incomplete response\.\s*<\/body>/, () => BROKE_OFF),
  page('HAProxy', /<\/h1>\s*The server didn't respond in time\.\s*<\/body>/, () => NO_ANSWER_IN_TIME),
  page(
    'Apache',
    /The server is temporarily unable to service your\s+request due to maintenance downtime/,
    () => UNREACHABLE,
  ),
  page('Apache', /The proxy server received an invalid\s+response from an upstream server/, (_found, seen) =>
    apache502(seen),
  ),
  page('Apache', /The gateway did not receive a timely response\s+from the upstream server/, () => NO_ANSWER_IN_TIME),
  page('nginx', /<hr>\s*<center>(?:nginx|openresty|tengine|angie|freenginx)(?:\/[\w.-]+)?<\/center>/i, (_found, seen) =>
    byStatus(seen),
  ),
  page('Cloudflare', /<hr>\s*<center>cloudflare(?:-nginx)?<\/center>/i, (_found, seen) => byStatus(seen)),
  cloudflareCode,
  page('Varnish', /<h1>Error \d{3} ([^<]{1,200})<\/h1>[\s\S]*Guru Meditation/, ([, words = '']) =>
    short(oneLine(words)),
  ),
  page('Envoy', /^no healthy upstream\s*$/, () => 'no server available'),
  page('Envoy', /^upstream request timeout\s*$/, () => NO_ANSWER_IN_TIME),
  page(
    'Envoy',
    /^upstream connect error or disconnect\/reset before headers\.(?:.*?reset reason: ([\w -]{1,60}))?/s,
    ([, reason = '']) => (reason === '' ? UNREACHABLE : oneLine(reason)),
  ),
  page('Traefik', /^no available server\s*$/, () => 'no server available'),
  page('a proxy written in Go, as Traefik', /^(?:Bad Gateway|Gateway Timeout)\s*$/, (_found, seen) => byStatus(seen)),
  header('Squid', 'x-squid-error', /^ERR_/, ({ headers }) => short(oneLine(String(headers['x-squid-error'])))),
  header('AWS load balancer', 'server', /^awselb\//, byStatus),
  header('CloudFront', 'x-cache', /^Error from cloudfront$/i, byStatus),
];

/** Cloudflare's own codes, which no other server sends. */
function cloudflareCode({ status, headers }: SeenPage): ProxyPage | null {
  const says = /^cloudflare$/i.test(String(headers.server ?? '')) ? CLOUDFLARE.get(status) : undefined;
  return says === undefined ? null : { by: 'Cloudflare', says };
}
const CLOUDFLARE: ReadonlyMap<number, string> = new Map([
  [520, 'the origin answered no HTTP'],
  [521, 'the origin refuses the connection'],
  [522, 'no connection to the origin in time'],
  [523, 'the origin cannot be reached'],
  [524, 'the origin did not answer in time'],
  [525, 'no TLS handshake with the origin'],
  [526, "the origin's certificate is refused"],
]);
