/**
 * A mail as the call of a person: who they are, where they can be reached, what is wrong.
 */
import { z } from 'zod';
import type { TellBy } from '../../model/caller-news.ts';
import type { ChannelId } from '../../model/ids.ts';
import type { ReceivedMail } from '../../model/mail.ts';
import { type CallForm, LONGEST_WORDS, plainWords } from '../../model/page-me.ts';
import { cutAtWord, oneLine } from '../words/plain.ts';
import { ownWords } from './own-words.ts';

/** As the form of a call has it. */
const LONGEST_NAME = 80;
const LONGEST_REACH = 120;
/** Of what is kept for the answer. */
const LONGEST_SUBJECT = 200;
const MOST_REFERENCES = 10;

const NO_NAME = 'somebody by mail';
const NO_WORDS = '(a mail without words)';

export function callOfMail(mail: ReceivedMail): CallForm {
  const { from, replyTo, returnPath, subject, text } = mail;
  const name = plain(from?.name ?? '') || plain(from?.address ?? '') || plain(returnPath) || NO_NAME;
  const reach = plain(replyTo?.address ?? '') || plain(from?.address ?? '') || plain(returnPath);
  const words = [plain(subject), plain(ownWords(text))].filter((part) => part !== '').join(': ');
  return {
    name: cutAtWord(name, LONGEST_NAME),
    reach: cutAtWord(reach, LONGEST_REACH),
    words: cutAtWord(words === '' ? NO_WORDS : words, LONGEST_WORDS),
  };
}

const plain = (text: string): string => plainWords(oneLine(text));

/**
 * What tells this mail from every other, for a server that sends it once more because it lost our answer. With its date: there are
 * devices that give every mail the same Message-ID. Null: it has none, and then the same words again are the same call for a while.
 */
export function mailName({ messageId, date }: ReceivedMail): string | null {
  return messageId === null ? null : `${messageId} ${date ?? ''}`;
}

/** The way back to its sender; null: the return path is no address that could be answered (RFC 3834, section 4). */
export function tellByMail(mail: ReceivedMail, channel: ChannelId): TellBy | null {
  const { returnPath, subject, messageId, references } = mail;
  return !z.regexes.html5Email.test(returnPath) || returnPath.length > 254
    ? null
    : {
        way: 'mail',
        channel,
        to: returnPath,
        subject: cutAtWord(oneLine(subject), LONGEST_SUBJECT),
        messageId,
        references: references.slice(-MOST_REFERENCES),
      };
}
