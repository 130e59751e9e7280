/**
 * The headers every answer of the local server carries: what a browser may do with it, and that it is us.
 *
 * Strict on purpose: no inline script, no inline style sheet, no frame, nothing from elsewhere. A page that needs more is wrong.
 */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'media-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** Named so that a second Watchbell can tell who holds its port. No version: that is nobody's business before the session. */
export const SERVER_NAME = 'watchbell';

export const SAFE_HEADERS: Readonly<Record<string, string>> = {
  server: SERVER_NAME,
  'content-security-policy': Object.entries(POLICY)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
