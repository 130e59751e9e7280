/**
 * The bytes of a mail, read: header, encodings, parts (RFC 5322, RFC 2045 to 2047). The only place that knows the parser.
 *
 * Nothing that arrives is unreadable: what the parser refuses is read as plain text.
 */
import PostalMime, { type Address, type Email, type Header } from 'postal-mime';
import type { Mailbox, ReceivedMail } from '../../../shared/model/mail.ts';
import { htmlText } from '../../../shared/rules/mail/html-text.ts';
import { windowsLetters } from '../../../shared/rules/mail/windows-letters.ts';

/** Deeper is no mail that somebody wrote. */
const DEEPEST = 32;
const LARGEST_HEADER_BYTES = 256 * 1_024;
/** RFC 5322, section 3.6.4, and what programs make of it: no blank inside. */
const MESSAGE_ID = /<[^<>\s]{1,250}>/g;

export async function readMail(bytes: Buffer, returnPath: string): Promise<ReceivedMail> {
  const options = { maxNestingDepth: DEEPEST, maxHeadersSize: LARGEST_HEADER_BYTES };
  const mail = await PostalMime.parse(
    hasHeader(bytes) ? bytes : Buffer.concat([Buffer.from('\r\n'), bytes]),
    options,
  ).catch(() => asPlainText(bytes));
  const header = (key: string): string | null => mail.headers.find((one) => one.key === key)?.value ?? null;
  return {
    returnPath,
    from: firstOf(mail.from ?? mail.sender),
    replyTo: firstOf(...(mail.replyTo ?? [])),
    subject: windowsLetters(mail.subject ?? ''),
    text: windowsLetters(textOf(mail)),
    messageId: idsIn(mail.messageId)[0] ?? null,
    date: header('date'),
    references: [...new Set([...idsIn(mail.references), ...idsIn(mail.inReplyTo)])],
    mediaType: keyword(header('content-type')) ?? 'text/plain',
    // A second one that says otherwise is believed: it costs nobody a page who wrote by hand.
    autoSubmitted: worst(mail.headers.filter(({ key }) => key === 'auto-submitted').map(({ value }) => keyword(value))),
    precedence: keyword(header('precedence')),
  };
}

/** A program that was given words only sends words only: then the first line is none of a header. */
function hasHeader(bytes: Buffer): boolean {
  return /^(?:[!-9;-~]+[ \t]*:|\r?\n|From )/.test(bytes.subarray(0, 1_000).toString('latin1'));
}

function asPlainText(bytes: Buffer): Pick<Email, 'headers' | 'text'> & Partial<Email> {
  return { headers: [] satisfies Header[], text: bytes.toString('utf8') };
}

function textOf({ text, html }: Pick<Email, 'text' | 'html'>): string {
  return text !== undefined && text.trim() !== '' ? text : htmlText(html ?? '');
}

function firstOf(...addresses: readonly (Address | undefined)[]): Mailbox | null {
  const [first] = addresses.flatMap((one) => (one === undefined ? [] : (one.group ?? [one])));
  return first === undefined ? null : { name: windowsLetters(first.name), address: first.address ?? '' };
}

function worst(words: readonly (string | null)[]): string | null {
  return words.find((word) => word !== null && word !== 'no') ?? words[0] ?? null;
}

const idsIn = (text: string | undefined): readonly string[] => text?.match(MESSAGE_ID) ?? [];

/** The first word: before parameters, without comments (RFC 3834, section 5). Null: there is none. */
function keyword(value: string | null): string | null {
  const [word = ''] = (value ?? '').replace(/\([^()]*\)/g, ' ').split(';');
  return word.trim() === '' ? null : word.trim().toLowerCase();
}
