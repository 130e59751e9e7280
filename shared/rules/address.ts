/**
 * Addresses as text: taken apart as WHATWG URL does, and what of one may be shown to a stranger.
 */

/** An address that may be shown: no user name, no password, no values in the query, no fragment. */
export function publicUrl(url: string): string {
  const { scheme, host, path, query } = parts(url);
  const keys = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      // A query without "=" is as likely a token as a name.
      return equals < 0 ? '…' : `${pair.slice(0, equals)}=…`;
    });
  return `${scheme}://${host}${path}${keys.length > 0 ? `?${keys.join('&')}` : ''}`;
}

/** Of an address whose path may be a secret: the host alone. */
export function publicHost(url: string): string {
  return parts(url).host;
}

export const hostAndPort = (host: string, port: number) => `${host.includes(':') ? `[${bare(host)}]` : host}:${port}`;

/** A host without brackets, in lower case. */
export const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();

/** The pieces of an http(s) address, split as WHATWG URL does: a backslash ends the host as a slash would, the last `@` ends the userinfo. */
export function parts(url: string): { scheme: string; userinfo: string; host: string; path: string; query: string } {
  const found = /^([a-z]+):[/\\]*([^/\\?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url.replaceAll(/[\t\r\n]/g, '').trim());
  const [, scheme = '', authority = '', path = '', query = ''] = found ?? [];
  const at = authority.lastIndexOf('@');
  return {
    scheme: scheme.toLowerCase(),
    userinfo: at < 0 ? '' : authority.slice(0, at),
    host: authority.slice(at + 1).toLowerCase(),
    path: path === '' ? '/' : path,
    query,
  };
}
