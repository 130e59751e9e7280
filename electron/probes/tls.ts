/**
 * The TLS check: shakes hands, looks at the whole chain, and hangs up. What it saw is shown also when it is refused.
 */
import { checkServerIdentity, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { CheckOf } from '../../shared/model/check.ts';
import { tlsPort } from '../../shared/model/checks/tls.ts';
import type { Probe } from '../engine/ports/probe.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { converse } from './conversation.ts';
import { scriptPartner } from './script-player.ts';
import type { SecureOptions } from './secure.ts';
import { startTlsSteps } from './starttls-steps.ts';
import { chainReadings, judgeChain, type SeenChain } from './tls-judge.ts';
import type { ProbeTools } from './tools.ts';

/** Enough for every greeting before STARTTLS. */
const MAX_BUFFER = 16 * 1024;

export function createTlsProbe({ names, secondLook, trust }: ProbeTools): Probe<'tls'> {
  return {
    type: 'tls',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook }, (attempt) => {
        let seen: SeenChain | null = null;
        const tls = (): SecureOptions => ({
          host: nameOf(check),
          verify: false, // we judge the chain ourselves, and show it whatever it is
          trust: trust(check),
          alpn: [],
          look: (socket) => {
            attempt.readings.protocol = socket.getProtocol() ?? 'unknown';
            seen = chainOf(socket, check);
          },
        });
        const judge = () => conclude(seen, check, attempt);
        const first = check.starttls === undefined;
        const steps = check.starttls === undefined ? [] : startTlsSteps(check.starttls);
        const partner = scriptPartner({ steps, maxBuffer: MAX_BUFFER, tls }, attempt, judge);
        converse(check.host, tlsPort(check), attempt, names, partner, {
          tls: first ? tls() : undefined,
          proxy: check.proxy,
        });
      }),
  };
}

const nameOf = (check: CheckOf<'tls'>) => check.serverName ?? check.host;

function chainOf(socket: TLSSocket, check: CheckOf<'tls'>): SeenChain {
  const certificate = socket.getPeerCertificate(true);
  // Typed as an error, but Node puts its code there.
  const code = socket.authorized ? null : String(socket.authorizationError);
  const wrongNames = [nameOf(check), ...check.names].filter((name) => !carries(certificate, name));
  return { certificate, distrust: code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : code, wrongNames };
}

/** RFC 9525, as Node's own clients judge it. */
const carries = (certificate: PeerCertificate, name: string) => checkServerIdentity(name, certificate) === undefined;

function conclude(seen: SeenChain | null, check: CheckOf<'tls'>, attempt: Attempt): void {
  if (!seen?.certificate.subject) {
    attempt.fail({ kind: 'certificate', phase: 'tls', detail: 'the server shows no certificate' });
    return;
  }
  const now = attempt.clock.now();
  Object.assign(attempt.readings, chainReadings(seen, now));
  const objection = judgeChain(seen, check, now);
  if (objection) {
    attempt.fail({ ...objection, phase: 'tls' });
  } else {
    attempt.pass();
  }
}
