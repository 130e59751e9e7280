/**
 * The files of an error page for one proxy: name and bytes, whole. What is too long for the proxy is said shorter, never cut.
 */
import { GATEWAY_CODES, type GatewayCode } from '../../model/error-pages.ts';
import { errorPage, type PageFacts } from './page.ts';

export interface PageFile {
  readonly name: string;
  readonly text: string;
}

/** Seconds after which a browser or a crawler may ask again. */
export const RETRY_AFTER_S = 60;

/** HAProxy holds an error file in one buffer, headers and all (management guide, tune.bufsize: 16 kB, on small builds 8). */
const HAPROXY_BYTES = 8_000;

const REASON = {
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
} as const satisfies Record<GatewayCode, string>;

export function errorPageFiles(facts: PageFacts): readonly PageFile[] {
  return GATEWAY_CODES.map((code) =>
    facts.settings.for === 'haproxy'
      ? { name: `${code}.http`, text: fitting(code, facts) }
      : { name: `${code}.html`, text: errorPage(code, facts) },
  );
}

/** The first that fits: all of it, then without advice, then without mirrors, then in one language. That always fits. */
function fitting(code: GatewayCode, facts: PageFacts): string {
  const { settings } = facts;
  const short = { ...settings, meanwhile: {} };
  const shorter = { ...short, mirrors: [] };
  const shortest = { ...shorter, languages: settings.languages.slice(0, 1) };
  const tries = [settings, short, shorter, shortest].map((one) => wholeAnswer(code, { ...facts, settings: one }));
  return tries.find((text) => bytesOf(text) <= HAPROXY_BYTES) ?? tries.at(-1) ?? '';
}

/** Sent by HAProxy as it stands: the status line, the headers, the page (configuration manual, errorfile). */
function wholeAnswer(code: GatewayCode, facts: PageFacts): string {
  const page = errorPage(code, facts);
  return [
    `HTTP/1.1 ${code} ${REASON[code]}`,
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${bytesOf(page)}`,
    'Cache-Control: no-store',
    `Retry-After: ${RETRY_AFTER_S}`,
    'Connection: close',
    '',
    page,
  ].join('\r\n');
}

/** In UTF-8. Half a character is written as U+FFFD, which has three. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
