/**
 * Our own scheme, `app://watchbell/`, serving the window's files and nothing else: no `file:`, no path out of its folder,
 * a strict content policy on every answer.
 *
 * `declareScheme` must run before Electron is ready, `serveScheme` after.
 */

import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { Protocol } from 'electron';
import { readUrl } from '../engine/ports/read-url.ts';

const SCHEME = 'app';
const HOST = 'watchbell';

/** The window's address. */
export const HOME = `${SCHEME}://${HOST}/index.html`;

/** No inline script, no eval, no frame, nothing from elsewhere. The same policy as the local server's. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Tells Chromium, before it is ready, that our scheme is as good as https: an origin, secure, with fetch. */
export function declareScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Serves `folder` as the window. Returns the way to stop. */
export function serveScheme(protocol: Pick<Protocol, 'handle' | 'unhandle'>, folder: string): () => void {
  protocol.handle(SCHEME, (request) => answer(request, folder));
  return () => protocol.unhandle(SCHEME);
}

/** One request for one file. */
export async function answer(request: Pick<Request, 'method' | 'url'>, folder: string): Promise<Response> {
  const file = request.method === 'GET' ? fileFor(request.url, folder) : null;
  const type = file === null ? undefined : TYPES[extname(file)];
  const headers = {
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
  if (file === null || type === undefined) {
    return new Response('', { status: 404, headers });
  }
  try {
    return new Response(await readFile(file), { headers: { ...headers, 'content-type': type } });
  } catch {
    // Not there, or a folder: both are "not found" to a page.
    return new Response('', { status: 404, headers });
  }
}

/** The file an address means, or null when it means none of ours. */
export function fileFor(url: string, folder: string): string | null {
  const read = readUrl(url);
  if (read === null) {
    return null;
  }
  const { protocol, host, pathname } = read;
  if (protocol !== `${SCHEME}:` || host !== HOST) {
    return null;
  }
  const path = decoded(pathname === '/' ? '/index.html' : pathname);
  if (path === null || path.includes('\0') || path.includes('\\')) {
    return null;
  }
  const root = resolve(folder);
  const file = resolve(root, `.${path}`);
  return file.startsWith(root + sep) ? file : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
