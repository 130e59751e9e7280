/**
 * One message to somebody who subscribed, complete: what a channel needs to know of its receiver beside the words.
 */

/** A mail that nobody has to answer, with the way to stop it. */
export interface ByNewsMail {
  readonly way: 'news';
  /** Its receiver. */
  readonly to: string;
  /** Our address; null: the channel's own. */
  readonly from: string | null;
  /** Of whoever writes: the title of the page. */
  readonly name: string;
  readonly subject: string;
  /** Names the list (RFC 2919), a domain; null: it is no mail of a list, but a question to the owner of the address. */
  readonly list: string | null;
  /** One POST there and it stops (RFC 8058); null with `list`. */
  readonly leave: string | null;
}

/** A POST to the address of the channel; the text is its body. */
export interface ByHook {
  readonly way: 'hook';
}
