/**
 * What the gateway says to a receiver's address and to a mail: the decisions, without the connection.
 *
 * Everything is refused in the dialogue, and nothing afterwards: a mail of ours about a mail that could not be taken would go to whoever
 * is named as its sender. Codes: RFC 5321, section 4.2; enhanced ones: RFC 3463.
 */
import type { ReceivedMail } from '../../../shared/model/mail.ts';
import { automaticBecause, NO_RETURN_PATH, type Writers } from '../../../shared/rules/mail/automatic.ts';
import type { MailFate, MailReceiver } from './receiver.ts';

export interface Reply {
  readonly code: number;
  readonly text: string;
}

export interface DeliveryOptions {
  /** In order: the first that knows a name has it. */
  readonly receivers: readonly MailReceiver[];
  /** Lower case. Empty: any. */
  readonly domains: () => readonly string[];
  /** An address is one of those that we send from. */
  readonly isOurs: (address: string) => boolean;
}

export interface Delivering {
  /** Null: mail for this address may come. */
  refusal(address: string, returnPath: string): Reply | null;
  /** To all of them. One answer for all, as SMTP has it. */
  deliver(mail: ReceivedMail, addresses: readonly string[]): Promise<Reply>;
}

interface Found {
  readonly name: string;
  readonly writers: Writers;
  readonly receiver: MailReceiver;
}

export function createDelivery({ receivers, domains, isOurs }: DeliveryOptions): Delivering {
  function find(address: string): Found | null {
    const { name } = partsOf(address);
    for (const receiver of receivers) {
      const writers = receiver.knows(name);
      if (writers !== null) {
        return { name, writers, receiver };
      }
    }
    return null;
  }

  async function toOne({ name, writers, receiver }: Found, mail: ReceivedMail): Promise<MailFate | Reply> {
    const because = automaticBecause(mail, { writers, isOurs });
    return because === null ? receiver.take(name, mail) : automatic(because);
  }

  return {
    refusal(address, returnPath) {
      const { domain } = partsOf(address);
      const known = domains();
      if (known.length > 0 && !known.includes(domain.toLowerCase())) {
        return { code: 550, text: '5.7.1 Relaying denied: no mail for that domain is taken here' };
      }
      if (find(address) === null) {
        return UNKNOWN;
      }
      return returnPath === '' ? automatic(NO_RETURN_PATH) : null;
    },
    async deliver(mail, addresses) {
      const found = addresses.map(find);
      const fates = await Promise.all(found.map((one) => (one === null ? 'unknown' : toOne(one, mail))));
      const refused = fates.find((fate) => typeof fate !== 'string');
      if (fates.includes('too-many')) {
        return TOO_MANY;
      }
      if (!fates.includes('taken')) {
        return refused ?? UNKNOWN;
      }
      // Gone since its address was taken: whoever sends it again is told there. To send automatic mail again helps nobody.
      return fates.includes('unknown') ? NOT_ALL : TAKEN;
    },
  };
}

const TAKEN: Reply = { code: 250, text: '2.0.0 Taken' };
const UNKNOWN: Reply = { code: 550, text: '5.1.1 Nobody of that name can be called here' };
const TOO_MANY: Reply = {
  code: 451,
  text: '4.7.1 Too many calls: nobody was called for this one, try again in some minutes',
};
const NOT_ALL: Reply = { code: 451, text: '4.1.1 Not all of them can be called any more: try again' };

function automatic(because: string): Reply {
  return { code: 550, text: `5.7.1 Nobody is called by automatic mail: ${because}` };
}

function partsOf(address: string): { readonly name: string; readonly domain: string } {
  const at = address.lastIndexOf('@');
  return at < 0
    ? { name: address, domain: '' }
    : { name: address.slice(0, at).replace(/^"(.*)"$/, '$1'), domain: address.slice(at + 1) };
}
