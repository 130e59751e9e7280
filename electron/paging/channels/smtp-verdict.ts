/**
 * What a submission server's answers mean for a page. The only place that knows nodemailer's error codes.
 *
 * A reply of 4xx may pass, one of 5xx will not (RFC 5321, section 4.2.1).
 */
import type { Delivery } from '../../../shared/model/page.ts';
import { later, refused, unknownWhether } from '../../../shared/rules/http/deliveries.ts';
import { networkTrouble } from '../../../shared/rules/http/network-trouble.ts';
import { oneLine } from '../../../shared/rules/words/plain.ts';

/** How far the session has come. From `message` on nobody knows whether it was taken until the server says so. */
export type SmtpStage = 'greeting' | 'login' | 'envelope' | 'message';

/** What nodemailer tells of an error (its errors.d.ts). */
export interface SmtpError extends Error {
  readonly code?: string | undefined;
  /** What the system called it, when `code` is nodemailer's own. */
  readonly originalCode?: string | undefined;
  /** The command that was answered; CONN: none yet. */
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

export interface SmtpTaken {
  readonly response: string;
  readonly rejectedErrors?: readonly (SmtpError & { readonly recipient?: string | undefined })[] | undefined;
}

const AWAITED = {
  greeting: 'to be greeted',
  login: 'for the answer to the login',
  envelope: 'for the answer to sender and receivers',
  message: 'for the answer to the message',
} as const satisfies Record<SmtpStage, string>;

/** @param who the server, `smtp.example.org:587` */
export function smtpTooLate(stage: SmtpStage, who: string): Delivery {
  return lostAt(stage, `${who} did not answer in time, waiting ${AWAITED[stage]}`);
}

/** nodemailer looks at the first character of a reply only; what decides over a page is looked at whole. */
export function isReply(response: string): boolean {
  return /^2\d\d(?!\d)/.test(response);
}

export function smtpForeign(response: string, who: string): Delivery {
  return later(`${who} does not speak SMTP: it said ${JSON.stringify(oneLine(response).slice(0, 60))}`);
}

/** Taken for somebody at least: the reply, and who is left out and why. */
export function smtpTaken({ response, rejectedErrors = [] }: SmtpTaken): Delivery {
  const missed = rejectedErrors.map(
    (error) => `; not to ${error.recipient}: ${oneLine(error.response ?? error.message)}`,
  );
  return { status: 'accepted', reference: `${oneLine(response)}${missed.join('')}` };
}

/** It ended before the message was taken. */
export function smtpTrouble(error: SmtpError, stage: SmtpStage, who: string): Delivery {
  const { response, responseCode, command } = error;
  if (responseCode !== undefined && response !== undefined) {
    const reason = `${who} ${answered(error)}: ${oneLine(response)}`;
    if (responseCode < 500 || responseCode >= 600) {
      return later(reason);
    }
    return command === 'RCPT TO' ? { status: 'refused', reason, receiver: true } : refused(reason);
  }
  if (response !== undefined) {
    return smtpForeign(response, who);
  }
  if (error.code === 'EMESSAGE' || command === 'API') {
    return refused(`${who} cannot be given this mail: ${oneLine(error.message)}`);
  }
  return lostAt(stage, lost(error, who));
}

function answered({ code, command }: SmtpError): string {
  switch (command) {
    case 'CONN':
      return 'greeted with';
    case 'STARTTLS':
      return 'has no STARTTLS, and nothing is sent in the clear (security: tls, if it has a port for that)';
    case 'DATA':
      return `answered ${code === 'EMESSAGE' ? 'the message' : command} with`;
    default:
      return `answered ${command ?? 'us'} with`;
  }
}

function lost(error: SmtpError, who: string): string {
  const code = error.originalCode ?? error.code;
  if (code === 'ECONNECTION') {
    return `${who} hung up`;
  }
  // OpenSSL has no name of its own for "these bytes are not TLS at all".
  return code === 'EPROTO' || code?.startsWith('ERR_SSL_')
    ? `${who} speaks no TLS here: check port and security`
    : networkTrouble(Object.assign(new Error(error.message), { code }), who);
}

function lostAt(stage: SmtpStage, reason: string): Delivery {
  return stage === 'message' ? unknownWhether(reason) : later(reason);
}
