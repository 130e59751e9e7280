/**
 * The messages that an SNPP gateway keeps for two-way pagers (RFC 1861, section 4.6), and what their owners do with them.
 */
export interface TwoWayMessage {
  readonly pager: string;
  readonly text: string;
  /** "1 Mine", in the order in which they were offered. */
  readonly choices: readonly string[];
  readonly wantsReadWord: boolean;
  /** `NONE` and so on (RTYPe). */
  readonly replyType: string;
}

export interface TwoWayBook {
  readonly messages: readonly TwoWayMessage[];
  /** Tags that are still known to the gateway. */
  known(): number;
  deliver(index: number): void;
  read(index: number): void;
  choose(index: number, code: string): void;
  write(index: number, words: string): void;
  expire(index: number): void;
  /** For the gateway: what it says to SEND, MSTAtus and KTAG. */
  add(message: TwoWayMessage): string;
  status(rest: string): string;
  kill(rest: string): string;
}

const DATE = '951016152300+0000';

export function twoWayBook(): TwoWayBook {
  const messages: TwoWayMessage[] = [];
  const statuses = new Map<number, string>();

  /** Null: the tag or its pass code is wrong. */
  function find(rest: string): number | null {
    const index = messages.findIndex((_, place) => rest === `${tagOf(place)} ${passOf(place)}`);
    return index >= 0 && statuses.has(index) ? index : null;
  }
  const set = (index: number, status: string) => void (statuses.has(index) && statuses.set(index, status));

  return {
    messages,
    known: () => statuses.size,
    deliver: (index) => set(index, `860 1 ${DATE} Delivered, Awaiting Read Confirmation`),
    read: (index) => set(index, `870 2 ${DATE} Delivered, Read, Awaiting Reply`),
    choose: (index, code) =>
      set(index, `888 3 ${DATE} ${code} ${messages[index]?.choices.find((one) => one.startsWith(code)) ?? ''}`),
    write: (index, words) => set(index, `889 3 ${DATE} ${words}`),
    expire: (index) => set(index, `780 1 ${DATE} Message Expired Before Delivery`),
    add(message) {
      const index = messages.push(message) - 1;
      statuses.set(index, `960 1 ${DATE} Message Queued; Awaiting Delivery`);
      return `960 ${tagOf(index)} ${passOf(index)} OK, Message QUEUED for Delivery`;
    },
    status(rest) {
      const index = find(rest);
      return index === null ? '550 Unknown or Illegal Message_Tag or Pass_Code' : (statuses.get(index) ?? '');
    },
    kill(rest) {
      const index = find(rest);
      if (index === null) {
        return '550 Unknown or Illegal Message_Tag or Pass_Code';
      }
      statuses.delete(index);
      return '250 OK, Message_Tag Removed';
    },
  };
}

const tagOf = (index: number) => String(17_952_360_010 + index);
const passOf = (index: number) => String(295_486_497 + index);
