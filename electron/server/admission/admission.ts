/**
 * Who may come in: the gate for requests, the seats for people, and the word when somebody was turned away. One for all addresses that
 * the server ever listens on, and for the other protocols at its side.
 */
import type { AdmissionLimits } from '../../../shared/rules/admission/admit.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { createGate, type Gate } from './gate.ts';
import { createSeats, type Seats } from './seats.ts';
import { createSpells, type RefusalWord, type Spells } from './spells.ts';

export interface AdmissionOptions {
  readonly clock: Clock;
  /** 0 to below 1. */
  readonly random: () => number;
  readonly limits: () => AdmissionLimits & { readonly sessions: number };
  /** Names this Watchbell to itself: a secret it is not. */
  readonly instance: string;
  readonly tell: (word: RefusalWord) => void;
}

export interface Admission {
  readonly gate: Gate;
  readonly seats: Seats;
  /** A session was refused. */
  refusedSession(): void;
  readonly totals: Spells['totals'];
  readonly latest: Spells['latest'];
  /** Whether we are ending. */
  draining(): boolean;
  /** Lets nobody new in, and waits until all are served, or for so long (ms). Asked twice, it is one drain. */
  drain(mostMs: number): Promise<void>;
  /** When nothing listens any more: a spell of refusals that is on is over by that. */
  close(): void;
}

export function createAdmission({ clock, random, limits, instance, tell }: AdmissionOptions): Admission {
  const spells = createSpells(clock, tell);
  const gate = createGate({ clock, random, limits, instance, onRefused: spells.refused });
  let draining = false;
  return {
    gate,
    seats: createSeats(clock, () => limits().sessions),
    refusedSession: () => spells.refused('sessions'),
    totals: spells.totals,
    latest: spells.latest,
    draining: () => draining,
    drain(mostMs) {
      draining = true;
      gate.drain();
      return gate.empty(mostMs);
    },
    close() {
      spells.stop();
      gate.close();
    },
  };
}
