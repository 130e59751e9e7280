/**
 * A mail that came in, read: what its sender wrote, and how it came. Nothing of it is believed; a header may say anything.
 */

/** Somebody in a header. Either may be empty. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export interface ReceivedMail {
  /** Of the envelope (MAIL FROM): where failures go. Empty: nobody is to be told, it is a report itself (RFC 5321, section 4.5.5). */
  readonly returnPath: string;
  /** Null: its header names nobody. */
  readonly from: Mailbox | null;
  readonly replyTo: Mailbox | null;
  /** Decoded; may be empty. */
  readonly subject: string;
  /** What is to be read, lines parted by `\n`; what was quoted stands in it. May be empty. */
  readonly text: string;
  /** With its angle brackets; null: it has none. */
  readonly messageId: string | null;
  /** As it was written; null: it has none. */
  readonly date: string | null;
  /** Message-IDs of what it answers, oldest first. */
  readonly references: readonly string[];
  /** The media type of the whole, in lower case: `multipart/report`. */
  readonly mediaType: string;
  /** `Auto-Submitted` and `Precedence`, the first word of each in lower case; null: it has none. */
  readonly autoSubmitted: string | null;
  readonly precedence: string | null;
}
