/** Whatever a server, a proxy or a configuration says: no crash, no hang, and a verdict. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cacheMarks } from '../../../../electron/probes/http-caches.ts';
import { proxyPage } from '../../../../electron/probes/http-proxy-page.ts';
import { explained } from '../../../../electron/probes/http-refusal.ts';
import { readConnectAnswer } from '../../../../electron/probes/proxy-tunnel.ts';
import { lookUp, parseJsonPath, pathWords } from '../../../../shared/model/json-path.ts';
import { parseRetryAfter } from '../../../../shared/model/retry-after.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';

const PAGES = [
  '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
  '<p>The proxy server received an invalid\r\nresponse from an upstream server.<br />\r\n',
  '<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n',
  '<h1>Error 503 Backend fetch failed</h1>\n<h3>Guru Meditation:</h3>',
  'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
  '{"status":"OUT_OF_SERVICE","components":{}}',
  'draining',
];
const anyPage = fc.oneof(fc.string(), ...PAGES.map(near));

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('a page of 503 always gets a reason, which is one line', () => {
    fc.assert(
      fc.property(anyPage, anyPage, fc.constantFrom(429, 502, 503, 504, 522), (text, other, status) => {
        const headers = { 'retry-after': other, server: text.slice(0, 20), 'x-squid-error': other };
        const page = { status, headers, text, waitedMs: null };
        const objection = { kind: 'wrong-status', detail: 'as it was', status } as const;
        const { detail } = explained(objection, page, 0);
        expect(detail).not.toBe('');
        expect(detail).not.toMatch(/\p{Cc}/u);
        expect(detail.length).toBeLessThan(600);
        proxyPage(page);
      }),
      FUZZ,
    );
  });

  it('Retry-After is a time from now, or nothing', () => {
    const recorded = [
      '120',
      'Sat, 21 Nov 2026 05:00:00 GMT',
      'Saturday, 21-Nov-26 05:00:00 GMT',
      'Sat Nov 21 05:00:00 2026',
    ];
    fc.assert(
      fc.property(fc.oneof(fc.string(), ...recorded.map(near)), fc.integer(), (value, now) => {
        const ms = parseRetryAfter(value, now);
        expect(ms === null || (Number.isFinite(ms) && ms >= 0)).toBe(true);
      }),
      FUZZ,
    );
  });

  it('a JSON path is refused, or means the same when it is written again; what it finds is really there', () => {
    const recorded = ['a.b[0].c', '["odd key"].x', '$[3].y', '$'];
    fc.assert(
      fc.property(fc.oneof(fc.string(), ...recorded.map(near)), fc.jsonValue(), (text, document) => {
        const parsed = parseJsonPath(text);
        if (parsed.ok) {
          expect(parseJsonPath(pathWords(parsed.path))).toEqual(parsed);
          lookUp(document, parsed.path);
        } else {
          expect(parsed.problem).not.toBe('');
        }
      }),
      FUZZ,
    );
  });

  it('an answer to CONNECT is read to its end and no further', () => {
    const recorded = 'HTTP/1.1 200 Connection established\r\nvia: 1.1 squid\r\n\r\nSSH-2.0-x\r\n\r\n';
    fc.assert(
      fc.property(fc.oneof(fc.string(), near(recorded)), (heard) => {
        const answer = readConnectAnswer(heard);
        if (answer.kind === 'answered') {
          expect(heard.slice(0, answer.length).endsWith('\r\n\r\n')).toBe(true);
          expect(answer.length).toBeLessThanOrEqual(heard.length);
        }
      }),
      FUZZ,
    );
  });

  it('marks of caches are facts or nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.string(), near('TCP_MEM_HIT from cache')), (age, said) => {
        const marks = cacheMarks({ headers: { age, 'x-cache': said, via: [said, age] } });
        expect(marks?.age === null || Number.isSafeInteger(marks?.age)).toBe(true);
      }),
      FUZZ,
    );
  });
});
