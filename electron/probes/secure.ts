/**
 * TLS over a connected socket, with the certificate judged by us, so that the reason can be told in words.
 *
 * Nothing is sent before the judgement: a refused certificate closes the socket. Sessions are never resumed: a resumed
 * one shows no certificate, and one that expired meanwhile would go unseen.
 */
import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { Cancel } from '../engine/ports/clock.ts';
import type { Attempt } from './attempt.ts';
import { day, refusalWords } from './certificate.ts';
import { CertificateRefused } from './classify.ts';

export interface SecureOptions {
  /** The name that the certificate must carry, and that is asked for (SNI); may be an address. */
  readonly host: string;
  readonly verify: boolean;
  readonly trust: SecureContext;
  /** Application protocols to offer (ALPN, RFC 7301). Default: `http/1.1`. Empty: the extension is not sent. */
  readonly alpn?: readonly string[];
  /** Sees what the handshake brought, before it is judged. */
  readonly look?: (tls: TLSSocket) => void;
}

/** Shakes hands over `socket`. Call the result to give up; `done` is not called then. */
export function secure(
  socket: Socket,
  options: SecureOptions,
  attempt: Attempt,
  done: (error: Error | null, socket: TLSSocket | null) => void,
): Cancel {
  attempt.enter('tls');
  const tls = connect({
    socket,
    secureContext: options.trust,
    host: options.host,
    // RFC 6066 section 3: no addresses in the server name.
    ...(isIP(options.host) === 0 && { servername: options.host }),
    ALPNProtocols: [...(options.alpn ?? ['http/1.1'])],
    // We judge ourselves, below: Node would have closed before anybody could ask the certificate for its name.
    rejectUnauthorized: false,
  });
  const shaken = attempt.guarded(() => {
    tls.off('error', failed);
    options.look?.(tls);
    const refusal = options.verify && !tls.authorized ? refusalOf(tls, options.host, attempt) : null;
    if (refusal) {
      tls.on('error', ignore).destroy();
      done(refusal, null);
      return;
    }
    tell(tls.getPeerX509Certificate()?.validTo, attempt);
    done(null, tls);
  });
  const failed = (error: Error) => {
    tls.off('secureConnect', shaken);
    done(error, null);
  };
  tls.once('secureConnect', shaken).once('error', failed);
  return () => {
    tls.off('secureConnect', shaken).off('error', failed).on('error', ignore).destroy();
  };
}

function refusalOf(tls: TLSSocket, host: string, attempt: Attempt): CertificateRefused {
  // Typed as an error, but Node puts its code there.
  const code = String(tls.authorizationError);
  const certificate = tls.getPeerCertificate(true);
  tell(certificate.valid_to, attempt);
  return new CertificateRefused(refusalWords(code, certificate, host, attempt.clock.now()));
}

function tell(end: string | undefined, attempt: Attempt): void {
  if (end !== undefined) {
    attempt.readings.certificateEnds = day(end);
  }
}

const ignore = () => undefined;
