/** Pages of proxies, as they send them, told from pages of sites. */
import { describe, expect, it } from 'vitest';
import { proxyPage } from '../../../../electron/probes/http-proxy-page.ts';

const seen = (status: number, text: string, headers: Readonly<Record<string, string>> = {}, waitedMs = 5) =>
  proxyPage({ status, text, headers, waitedMs });

const APACHE_502 =
  '<html><head>\n<title>502 Proxy Error</title>\n</head><body>\n<h1>Proxy Error</h1>\n<p>The proxy server received an invalid\r\nresponse from an upstream server.<br />\r\nThe proxy server could not handle the request<p>Reason: <strong>Error reading from remote server</strong></p></p>\n</body></html>\n';
const nginx = (status: string, trailer: string) =>
  `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>${trailer}</center>\r\n</body>\r\n</html>\r\n`;

describe('the page of a proxy', () => {
  it.each([
    {
      status: 503,
      text: '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
      by: 'HAProxy',
      says: 'no server available',
    },
    { status: 502, text: APACHE_502, by: 'Apache', says: 'the back end broke off, or answered no HTTP' },
    {
      status: 502,
      text: nginx('502 Bad Gateway', 'nginx/1.22.1'),
      by: 'nginx',
      says: 'the back end cannot be reached or broke off',
    },
    {
      status: 504,
      text: nginx('504 Gateway Time-out', 'openresty'),
      by: 'nginx',
      says: 'the back end did not answer in time',
    },
    {
      status: 503,
      text: nginx('503 Service Temporarily Unavailable', 'nginx'),
      by: 'nginx',
      says: 'no back end left, or a limit of its own',
    },
    {
      status: 503,
      text: '<h1>Error 503 Backend fetch failed</h1>\n<p>Backend fetch failed</p>\n<h3>Guru Meditation:</h3>\n<p>XID: 32770</p>',
      by: 'Varnish',
      says: 'Backend fetch failed',
    },
    { status: 503, text: 'no healthy upstream', by: 'Envoy', says: 'no server available' },
    {
      status: 503,
      text: 'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
      by: 'Envoy',
      says: 'connection timeout',
    },
    { status: 504, text: 'upstream request timeout', by: 'Envoy', says: 'the back end did not answer in time' },
    { status: 503, text: 'no available server\n', by: 'Traefik', says: 'no server available' },
    {
      status: 502,
      text: 'Bad Gateway',
      by: 'a proxy written in Go, as Traefik',
      says: 'the back end cannot be reached or broke off',
    },
  ])('$by $status: $says', ({ status, text, by, says }) => {
    expect(seen(status, text)).toEqual({ by, says });
  });

  it('of Apache that comes late counts as the time-out of the back end', () => {
    expect(seen(502, APACHE_502, {}, 60_012)).toEqual({
      by: 'Apache',
      says: 'the back end did not answer in time, the proxy gave up after 60 s',
    });
  });

  it.each([
    { headers: { server: 'cloudflare' }, status: 522, by: 'Cloudflare', says: 'no connection to the origin in time' },
    { headers: { 'x-squid-error': 'ERR_CONNECT_FAIL 111' }, status: 503, by: 'Squid', says: 'ERR_CONNECT_FAIL 111' },
    {
      headers: { server: 'awselb/2.0' },
      status: 504,
      by: 'AWS load balancer',
      says: 'the back end did not answer in time',
    },
  ])('is known by a header that only its own answers carry: $by', ({ headers, status, by, says }) => {
    expect(seen(status, '', headers)).toEqual({ by, says });
  });

  it.each([
    { text: '', headers: { server: 'nginx/1.22.1', via: '1.1 haproxy' } },
    { text: 'upstream of our pump: no healthy upstream here', headers: { server: 'envoy' } },
    { text: '<h1>503</h1> our shop is closed, No server is available to handle this request', headers: {} },
    { text: 'Service Unavailable', headers: { server: 'cloudflare' } },
    { text: '{"status":"down"}', headers: { via: '1.1 varnish' } },
  ])('is not taken for one because of who stands in front: $text $headers', ({ text, headers }) => {
    expect(seen(503, text, headers)).toBeNull();
  });
});
