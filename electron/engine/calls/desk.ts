/**
 * Where people call: which card they mean, whether they may, and what becomes of it. What a call does is the business of the rules.
 */

import type { Card } from '../../../shared/model/card.ts';
import type { ChannelId } from '../../../shared/model/ids.ts';
import type { Call, CallForm, PageLink } from '../../../shared/model/page-me.ts';
import { type CardSight, cardSight } from '../../../shared/rules/calls/cards.ts';
import { callerName, repeated, sameCall, sameMessage } from '../../../shared/rules/calls/fold.ts';
import { callCheckId, callComponentId } from '../../../shared/rules/calls/ids.ts';
import { callCause, callStatus } from '../../../shared/rules/calls/words.ts';
import { publicAddress } from '../answer-links.ts';
import { loose } from '../commands.ts';
import type { Core } from '../core.ts';
import type { CallDesk, Called, Caller, SmsDesk } from '../ports/calls.ts';
import type { Seals } from '../ports/seals.ts';
import type { SealOf } from '../seal-key.ts';
import type { CallBook } from './book.ts';
import { createBrake, type Pace } from './brake.ts';
import { incidentOf } from './incident-of.ts';
import type { PageLinks } from './links.ts';

const MINUTE_MS = 60_000;

/** Somebody in trouble writes three times and then waits; a machine does not wait. */
const PER_CALLER: Pace = { burst: 4, everyMs: 2 * MINUTE_MS };
/** A link that was passed on, or a card in public: a whole office may be behind it, and one sleeper. */
const PER_CARD: Pace = { burst: 8, everyMs: 2 * MINUTE_MS };
const OVER_ALL: Pace = { burst: 20, everyMs: MINUTE_MS };
/** More than these wait for nobody's answer already: one more helps nobody. */
const MOST_OPEN = 50;

export interface CallDeskOptions {
  readonly core: Core;
  readonly book: CallBook;
  readonly links: Pick<PageLinks, 'find'>;
  /** Absent: nobody can call. */
  readonly seals: Seals | undefined;
  /** By the house's own key; null where there are no seals. */
  readonly seal: SealOf | null;
}

/** Who calls by a pager number says no name. */
const PAGER_CALLER = 'somebody by SNPP';
/** Parts these seals from others under the house's key. */
const STATUS_ADDRESS = 'call-status';

interface Found {
  readonly card: Card;
  readonly link: PageLink | null;
  readonly sight: CardSight;
}

/** What is kept of whoever called, and how often they may. */
type Heard = Pick<Call, 'caller' | 'messages' | 'tellBy'>;
/** The token of the status address of a call. */
type TokenOf = (number: number) => string;

export interface OwnCallDesk extends CallDesk, SmsDesk {
  /** The status address of a call whose caller is told by us; null: there is none that they could reach. */
  urlOf(call: Call): string | null;
}

export function createCallDesk({ core, book, links, seals, seal }: CallDeskOptions): OwnCallDesk {
  const { clock, config } = core;
  const brakes = {
    caller: createBrake(clock, PER_CALLER),
    card: createBrake(clock, PER_CARD),
    all: createBrake(clock, OVER_ALL),
  };

  function find(place: string): Found | null {
    const link = isPlace(place) ? null : links.find(place);
    const card = [...config().cards.values()].find(({ id }) =>
      link === null ? placeOf(id) === place : id === link.card,
    );
    const sight = card === undefined ? null : cardSight(card, link !== null);
    return card === undefined || sight === null ? null : { card, link, sight };
  }

  function named(isNamed: (card: Card) => boolean): Found | null {
    const card = [...config().cards.values()].find(isNamed);
    const sight = card === undefined ? null : cardSight(card, true);
    return card === undefined || sight === null ? null : { card, link: null, sight };
  }

  const withPager = (pager: string) => named((card) => card.pager === pager);
  const withMail = (name: string) => named((card) => card.mail?.toLowerCase() === name.toLowerCase());
  const withSms = (channel: ChannelId) => named((card) => card.sms === channel);

  /** As long as nobody has called too often. */
  async function taken(found: Found | null, form: CallForm, caller: Caller): Promise<Called> {
    if (found === null || seals === undefined || seal === null) {
      return { kind: 'unknown' };
    }
    const message = caller.message === null ? null : seal('message', `${found.card.id} ${caller.message}`);
    const before = message === null ? null : sameMessage(book.all(), message);
    if (before !== null) {
      return { kind: 'taken', token: seal(STATUS_ADDRESS, String(before.number)) };
    }
    const counts = [
      [brakes.caller, caller.key],
      [brakes.card, found.link?.id ?? found.card.id],
      [brakes.all, ''],
    ] as const;
    const open = book.all().filter(({ ended }) => ended === null).length;
    const waits = [...counts.map(([brake, key]) => brake.waitMs(key)), open >= MOST_OPEN ? MINUTE_MS : 0];
    const afterMs = Math.max(...waits);
    if (afterMs > 0) {
      return { kind: 'too-many', afterMs };
    }
    for (const [brake, key] of counts) {
      brake.take(key);
    }
    const known = seal('caller', `${found.link?.id ?? caller.key} ${callerName(form.name)}`);
    const heard = { caller: known, messages: message === null ? [] : [message], tellBy: caller.tellBy };
    // Whoever is told by us needs it again after a restart; otherwise nobody but the caller has it.
    const tokenOf = (number: number) =>
      caller.tellBy === null ? seals.secret() : seal(STATUS_ADDRESS, String(number));
    return { kind: 'taken', token: await take(found, form, heard, tokenOf, seals) };
  }

  async function take(
    { card, link }: Found,
    form: CallForm,
    heard: Heard,
    tokenOf: TokenOf,
    own: Seals,
  ): Promise<string> {
    const at = clock.now();
    const open = sameCall(book.all(), { card: card.id, caller: heard.caller }, at, card.repeatWithin);
    if (open !== null) {
      const token = tokenOf(open.number);
      const call = repeated(open, form, at, { ...heard, token: own.digest(token) });
      await book.keep(call, []);
      const note = { type: 'note' as const, at, by: call.from, note: `again: ${callCause(call)}` };
      await core.book.apply(callComponentId(call.number), note)?.written;
      return token;
    }
    const number = book.nextNumber();
    const token = tokenOf(number);
    const call: Call = {
      number,
      card: card.id,
      to: card.name,
      severity: card.severity,
      from: form.name,
      by: link?.name ?? '',
      reach: form.reach,
      words: form.words,
      at,
      repeats: 0,
      lastAt: at,
      tokens: [own.digest(token)],
      ended: null,
      ...heard,
      toldLast: null,
      tellings: 0,
    };
    const text = `${call.from} called ${call.to}: ${callCause(call)}`;
    await book.keep(call, [{ ...loose(at, 'call', text), componentId: callComponentId(call.number) }]);
    core.scheduler.now([callCheckId(number)]);
    return token;
  }

  return {
    cards: () =>
      [...config().cards.values()].flatMap((card) => {
        const sight = cardSight(card, false);
        return sight === null ? [] : [{ ...sight, place: placeOf(card.id) }];
      }),
    open: (place) => find(place)?.sight ?? null,
    call: (place, form, caller) => taken(find(place), form, byAddress(caller)),
    knowsPager: (pager) => withPager(pager) !== null,
    callPager: (pager, words, caller) =>
      taken(withPager(pager), { name: PAGER_CALLER, reach: '', words }, byAddress(caller)),
    knowsMail: (name) => withMail(name) !== null,
    callByMail: (name, form, caller) => taken(withMail(name), form, caller),
    takesSms: (channel) => withSms(channel) !== null,
    callSms: (channel, form, caller) => taken(withSms(channel), form, caller),
    urlOf({ number, tellBy }) {
      const base = config().settings.publicUrl;
      return base === undefined || seal === null || tellBy === null
        ? null
        : publicAddress(base, `call/${seal(STATUS_ADDRESS, String(number))}`);
    },
    status(token) {
      const digest = seals?.digest(token) ?? '';
      const [call] = book.all().filter(({ tokens }) => tokens.filter((one) => seals?.same(one, digest)).length > 0);
      return call === undefined
        ? null
        : callStatus({
            call,
            incident: incidentOf(core, call),
            now: clock.now(),
            timeZone: core.timeZone,
            people: [...config().people.values()],
          });
    },
  };
}

const byAddress = (key: string): Caller => ({ key, message: null, tellBy: null });

/** Stands in the place of a card and in no secret (base64url has neither). */
const MARK = '~';
const isPlace = (place: string): boolean => place.includes(MARK);

/** `person~kim`; a slash of an id becomes a colon, which stands in no id. */
const placeOf = (id: Card['id']): string => id.replace('/', MARK).replaceAll('/', ':');
