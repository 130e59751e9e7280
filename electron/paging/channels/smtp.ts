/**
 * Mail through a submission server. What stands in it is in the message, how it is sent in the session.
 *
 * SMTP knows no idempotency key. A repeated try carries the same Message-ID, by which some mailboxes drop it; not all do.
 */
import type { CallerMessage } from '../../../shared/model/caller-news.ts';
import { smtpPort } from '../../../shared/model/channels/smtp.ts';
import { refused } from '../../../shared/rules/http/deliveries.ts';
import type { Channel } from '../../engine/ports/channel.ts';
import { shortAddress } from './secrets.ts';
import { smtpAnswer } from './smtp-answer.ts';
import { smtpMessage } from './smtp-message.ts';
import { smtpNews } from './smtp-news.ts';
import { smtpRound } from './smtp-round.ts';
import { type SmtpRequest, smtpSession } from './smtp-session.ts';

export function createSmtpChannel(): Channel<'smtp'> {
  return {
    type: 'smtp',
    // The narrowest of the well-known servers, Microsoft 365, takes 30 a minute from one mailbox, on three connections.
    can: {
      acknowledge: false,
      delivery: false,
      idempotent: false,
      rate: { pages: 30, perMs: 60_000 },
      abreast: 3,
    },
    target: ({ to: [first = '', ...more], host }) =>
      `${shortAddress(first)}${more.length > 0 ? ` and ${more.length} more` : ''} by ${host}`,
    secrets: ({ login }) => (login === undefined ? [] : loginForms(login.user, login.password)),
    async send(page, settings, { signal, clock }) {
      const { host, security, verifyTls, login = null, from, to } = settings;
      const message = await smtpMessage(page, settings);
      const port = smtpPort(settings);
      return smtpSession({ host, port, security, verifyTls, login, from, to, message }, signal, clock);
    },
    async tell(words, settings, { signal, clock }) {
      const { host, security, verifyTls, login = null, from } = settings;
      const mail = await writtenTo(words, from);
      if (mail === null) {
        return refused('who called by another way than mail cannot be told by mail');
      }
      const port = smtpPort(settings);
      return smtpSession({ host, port, security, verifyTls, login, ...mail }, signal, clock);
    },
  };
}

/** Null: not by mail. */
async function writtenTo(
  words: CallerMessage,
  from: string,
): Promise<Pick<SmtpRequest, 'from' | 'to' | 'message'> | null> {
  const { to } = words;
  switch (to.way) {
    case 'mail':
      return { from, to: [to.to], message: await smtpAnswer(words, to, from) };
    case 'news': {
      const ours = to.from ?? from;
      return { from: ours, to: [to.to], message: await smtpNews(words, to, ours) };
    }
    case 'round':
      return { from, to: [...to.to, ...to.cc], message: await smtpRound(words, to, from) };
    case 'sms':
    case 'hook':
      return null;
  }
}

/** As AUTH PLAIN (RFC 4616) and AUTH LOGIN say it, which a server may quote. */
function loginForms(user: string, password: string): readonly string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [password, base64(password), base64(`\0${user}\0${password}`)];
}
