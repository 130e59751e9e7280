/**
 * The mails of a practable status server: whom they are for, and the server that carries them, as a channel of ours.
 */
import type { ChannelDraft, SystemDraft } from '../imported.ts';
import type { Report } from '../report.ts';
import { literal } from '../texts.ts';
import type { Reader } from './settings.ts';

const CHANNEL = 'practable-mail';
const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '::1']);

export interface ImportedMail {
  readonly mail: NonNullable<SystemDraft['mail']>;
  readonly channel: ChannelDraft;
}

/** Null: it sent none. */
export function readMailSettings(read: Reader, report: Report): ImportedMail | null {
  const to = read.list('EMAIL_TO');
  const cc = read.list('EMAIL_CC');
  const from = read.text('EMAIL_FROM')?.value;
  const host = read.text('EMAIL_HOST')?.value;
  const subject = read.text('EMAIL_SUBJECT')?.value;
  const link = read.text('EMAIL_LINK')?.value;
  const port = read.number('EMAIL_PORT', 65_535) ?? 587;
  const security = readSecurity(read, host ?? '', from ?? '', report);
  const needed = { EMAIL_TO: to[0], EMAIL_FROM: from, EMAIL_HOST: host };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [`STATUS_${name}`] : []));
  if (from === undefined || host === undefined || missing.length > 0) {
    const any = [from, host, subject, link, ...to, ...cc].some((value) => value !== undefined);
    if (any) {
      report.lost(
        read.placeOf('EMAIL_TO'),
        `no mails go: ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not set`,
      );
    }
    return null;
  }
  return {
    channel: {
      ...{ id: CHANNEL, type: 'smtp', host: literal(host), port, from: literal(from), to: literal(from) },
      ...security,
    },
    mail: {
      by: CHANNEL,
      to: to.map(literal),
      ...(cc.length > 0 && { cc: cc.map(literal) }),
      ...(subject !== undefined && { subject: literal(subject) }),
      ...(link !== undefined && { link: literal(link) }),
    },
  };
}

type Security = Pick<Extract<ChannelDraft, { type: 'smtp' }>, 'security' | 'login'>;

/** As there, the sender's address is the user. */
function readSecurity(read: Reader, host: string, from: string, report: Report): Security {
  const wanted = read.text('EMAIL_AUTH_TYPE')?.value.toLowerCase() ?? 'none';
  const password = read.text('EMAIL_PASSWORD');
  const place = read.placeOf(password === undefined ? 'EMAIL_AUTH_TYPE' : 'EMAIL_PASSWORD');
  if (wanted !== 'plain' && wanted !== 'none') {
    report.lost(
      read.placeOf('EMAIL_AUTH_TYPE'),
      `"${wanted}" is unknown to the status server, which sends no mail then; here there is no login`,
    );
  }
  if (read.isEmpty('EMAIL_PASSWORD')) {
    report.changed(read.placeOf('EMAIL_PASSWORD'), 'an empty password stops the status server; here there is no login');
  }
  if (password !== undefined && password.value.length < 4) {
    report.changed(place, 'a password shorter than 4 characters stops the status server; it does not matter here');
  }
  if (wanted !== 'plain' && password !== undefined) {
    report.changed(
      place,
      'STATUS_EMAIL_AUTH_TYPE is not plain, so the status server logs in nowhere; nor does the channel here',
    );
  }
  const own = OWN_MACHINE.has(host);
  if (wanted === 'plain' && password === undefined) {
    report.lost(place, 'there is no password, so the channel has no login');
  } else if (wanted === 'plain' && !own) {
    report.changed(place, 'the channel insists on STARTTLS before it logs in, which the status server needs as well');
  } else if (!own) {
    report.changed(place, 'the channel insists on STARTTLS; where the mail server has none, say `security: none`');
  }
  return {
    security: own ? 'none' : 'starttls',
    ...(wanted === 'plain' &&
      password !== undefined && {
        login: {
          user: literal(from),
          password: report.secret('practable mail password', `STATUS_EMAIL_PASSWORD, line ${password.line}`),
        },
      }),
  };
}
