/**
 * Which authorities a check believes, and which certificate it shows, as OpenSSL wants them.
 *
 * Checks with nothing of their own share one context. Files are looked at again now and then, since certificates are
 * renewed while we run; one that cannot be read is our own trouble, never the target's.
 */
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Trusting } from '../../shared/model/checks/way.ts';
import { NotOnThisMachine } from './classify.ts';

/** Throws `NotOnThisMachine` when a file cannot be read. */
export type Trust = (settings?: Pick<Trusting, 'ca' | 'clientCertificate'>) => SecureContext;

/** Renewed files are noticed this late, at most. */
const LOOK_AGAIN_MS = 60_000;

interface Kept {
  readonly context: SecureContext;
  readonly texts: readonly string[];
  readonly readAt: number;
}

/** `common`: what checks without authorities of their own get. `monotonicMs`: when files were last looked at. */
export function createTrust(common: () => SecureContext, monotonicMs: () => number): Trust {
  const kept = new WeakMap<object, Kept>();
  return (settings) => {
    if (settings?.ca === undefined && settings?.clientCertificate === undefined) {
      return common();
    }
    const now = monotonicMs();
    const known = kept.get(settings);
    if (known && now - known.readAt < LOOK_AGAIN_MS) {
      return known.context;
    }
    const { ca, clientCertificate } = settings;
    const authorities = ca?.map((one) => (one.trimStart().startsWith('-----BEGIN ') ? one : read(one, 'ca')));
    const own = clientCertificate && {
      cert: read(clientCertificate.cert, 'clientCertificate'),
      key: read(clientCertificate.key, 'clientCertificate'),
    };
    const texts = [...(authorities ?? []), ...(own ? [own.cert, own.key] : [])];
    const unchanged = known?.texts.every((text, index) => text === texts[index]);
    const context = known && unchanged ? known.context : make(authorities, own);
    kept.set(settings, { context, texts, readAt: now });
    return context;
  };
}

function make(ca: string[] | undefined, own: { readonly cert: string; readonly key: string } | undefined) {
  if (ca?.some((text) => !text.includes('-----BEGIN CERTIFICATE-----') && !text.includes('-----BEGIN TRUSTED'))) {
    throw new NotOnThisMachine('no PEM certificate in what ca names; mend ca');
  }
  try {
    return createSecureContext({ ...(ca && { ca }), ...own });
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    const what = own ? 'ca or clientCertificate' : 'ca';
    throw new NotOnThisMachine(`OpenSSL cannot use what ${what} names (${code}); mend it`);
  }
}

function read(path: string, setting: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw new NotOnThisMachine(`cannot read ${path} (${code}); mend ${setting}`);
  }
}
