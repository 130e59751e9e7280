/**
 * What is to be written into a proxy's configuration so that it shows the page.
 */
import { GATEWAY_CODES, type ProxyKind } from '../../model/error-pages.ts';
import { assertNever } from '../../model/never.ts';
import { RETRY_AFTER_S } from './files.ts';

/** How long a visitor waits for a page before being told. Apache's own default is that of `Timeout`, a minute or five. */
const PROXY_TIMEOUT_S = 20;

const each = (line: (code: number) => string): readonly string[] => GATEWAY_CODES.map(line);

/** @param folder whole path, fit to stand between quotes (see model/error-pages) */
export function proxySnippet(proxy: ProxyKind, folder: string): string {
  const place = folder.replaceAll('\\', '/').replace(/\/+$/, '');
  return `${linesFor(proxy, place).join('\n')}\n`;
}

function linesFor(proxy: ProxyKind, place: string): readonly string[] {
  switch (proxy) {
    case 'apache':
      return [
        '# Apache 2.4 with mod_alias, mod_headers, mod_proxy: in the virtual host, before its other ProxyPass lines.',
        `ProxyTimeout ${PROXY_TIMEOUT_S}`,
        '# Before 2.4.47 Apache takes no numbers here; without them it replaces the other error pages of the site as well.',
        `ProxyErrorOverride On ${GATEWAY_CODES.join(' ')}`,
        'ProxyPass "/.watchbell" "!"',
        `Alias "/.watchbell" "${place}"`,
        `<Directory "${place}">`,
        '  Require all granted',
        '  AllowOverride None',
        '  Options None',
        '  ForceType "text/html; charset=utf-8"',
        '  Header always set Cache-Control "no-store"',
        `  Header always set Retry-After "${RETRY_AFTER_S}"`,
        '</Directory>',
        ...each((code) => `ErrorDocument ${code} /.watchbell/${code}.html`),
      ];
    case 'nginx':
      return [
        '# nginx: in the server block.',
        `proxy_read_timeout ${PROXY_TIMEOUT_S}s;`,
        'proxy_intercept_errors on;',
        ...each((code) => `error_page ${code} /.watchbell/${code}.html;`),
        'location ^~ /.watchbell/ {',
        '  internal;',
        `  alias "${place}/";`,
        '  default_type "text/html; charset=utf-8";',
        '  types { }',
        '  add_header Cache-Control no-store always;',
        `  add_header Retry-After ${RETRY_AFTER_S} always;`,
        '}',
      ];
    case 'haproxy':
      return [
        '# HAProxy: in `defaults`, or in each frontend and backend. It reads the files when it starts: reload it after a change.',
        `timeout server ${PROXY_TIMEOUT_S}s`,
        ...each((code) => `errorfile ${code} "${place}/${code}.http"`),
      ];
    default:
      return assertNever(proxy, 'proxy');
  }
}
