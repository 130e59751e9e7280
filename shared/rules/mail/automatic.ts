/**
 * Whether a mail was written by a program that answers or reports. Nobody is woken for an out-of-office notice, and no two programs are
 * to talk to each other all night.
 */
import type { ReceivedMail } from '../../model/mail.ts';

/** Who writes to a place: `people`; or `programs`, whose mails are automatic by nature. */
export type Writers = 'people' | 'programs';

/** Mails to many, and what answers them. */
const PRECEDENCES = new Set(['bulk', 'junk', 'list']);

export interface AutomaticQuestion {
  readonly writers: Writers;
  /** An address is one of those that we send from. */
  readonly isOurs: (address: string) => boolean;
}

/** Why it is not for this place; null: it is. RFC 3834, sections 2 and 5; RFC 3464 and RFC 8098 for reports. */
export function automaticBecause(mail: ReceivedMail, { writers, isOurs }: AutomaticQuestion): string | null {
  const { returnPath, from, mediaType, autoSubmitted, precedence } = mail;
  if (returnPath === '') {
    return NO_RETURN_PATH;
  }
  if (mediaType === 'multipart/report') {
    return 'it reports on another mail';
  }
  if (/^mailer-daemon@/i.test(returnPath) || /^mailer-daemon@/i.test(from?.address ?? '')) {
    return 'it comes from a mail server itself';
  }
  if (isOurs(returnPath) || isOurs(from?.address ?? '')) {
    return 'it comes from this house';
  }
  if (writers === 'programs') {
    return null;
  }
  if (autoSubmitted !== null && autoSubmitted !== 'no') {
    return `Auto-Submitted is ${autoSubmitted}`;
  }
  return precedence !== null && PRECEDENCES.has(precedence) ? `Precedence is ${precedence}` : null;
}

/** Known before the mail itself comes. */
export const NO_RETURN_PATH = 'its return path is empty, as that of a report about another mail';
