/**
 * What an answer of the health port is made of: what was told, what was counted, and what the system says of our process.
 */
import type { Known } from './picture.ts';
import type { Traffic } from './traffic.ts';

export interface Circumstances extends Known {
  /** By the wall clock, in ms. */
  readonly now: number;
  /** ms without a beat after which nothing that was said is believed. */
  readonly silentAfterMs: number;
  readonly traffic: Traffic;
  /** Of the whole process, in kB; null: this system does not tell. */
  readonly memory: Memory | null;
}

export interface Memory {
  readonly virtualKb: number;
  readonly residentKb: number;
}
