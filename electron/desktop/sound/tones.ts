/**
 * Our own pager tones, one a severity, made from numbers: no file to ship, none to lose.
 *
 * Told apart by rhythm, not by pitch alone: low is two soft notes, high an urgent triple, critical an alternating siren.
 * Strongest between 600 Hz and 1.5 kHz, where small speakers and half-sleeping ears are best.
 */
import type { Severity } from '../../../shared/model/status.ts';

export const SAMPLE_RATE = 44_100;

/** One note of a melody. */
interface Note {
  readonly hz: number;
  readonly ms: number;
  /** Silence after it. */
  readonly restMs: number;
  /** 0 to 1. */
  readonly level: number;
  /** 0 is a flute, 1 is a buzzer: how much of the odd overtones is mixed in. */
  readonly edge: number;
}

const MELODIES: Readonly<Record<Severity, readonly Note[]>> = {
  low: [
    { hz: 784, ms: 220, restMs: 40, level: 0.45, edge: 0 },
    { hz: 587, ms: 380, restMs: 0, level: 0.4, edge: 0 },
  ],
  high: Array.from({ length: 3 }, () => ({ hz: 988, ms: 150, restMs: 90, level: 0.7, edge: 0.35 })),
  critical: Array.from({ length: 4 }, () => [
    { hz: 1_319, ms: 170, restMs: 20, level: 0.9, edge: 0.6 },
    { hz: 880, ms: 170, restMs: 20, level: 0.9, edge: 0.6 },
  ]).flat(),
};

/** Long enough not to click, short enough to stay sharp. */
const RAMP_MS = 8;

/** Length of one tone, in ms. */
export function toneMs(severity: Severity): number {
  return MELODIES[severity].reduce((total, note) => total + note.ms + note.restMs, 0);
}

/**
 * One tone as samples between -1 and 1.
 * @param volume 0 to 1
 */
export function toneSamples(severity: Severity, volume: number): Float32Array {
  const gain = Math.min(1, Math.max(0, volume));
  const parts = MELODIES[severity].map((note) => noteSamples(note, gain));
  const samples = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

function noteSamples({ hz, ms, restMs, level, edge }: Note, gain: number): Float32Array {
  const samples = new Float32Array(framesIn(ms) + framesIn(restMs));
  const ramp = framesIn(RAMP_MS);
  const length = framesIn(ms);
  // Dividing by the sum of all levels keeps the loudest moment below full scale.
  const overtones = [1, edge / 3, edge / 5];
  const whole = overtones.reduce((a, b) => a + b);
  for (let frame = 0; frame < length; frame += 1) {
    const turn = (2 * Math.PI * hz * frame) / SAMPLE_RATE;
    const wave = overtones.reduce((sum, part, index) => sum + part * Math.sin(turn * (2 * index + 1)), 0) / whole;
    const fade = Math.min(1, frame / ramp, (length - frame) / ramp);
    samples[frame] = wave * fade * level * gain;
  }
  return samples;
}

function framesIn(ms: number): number {
  return Math.round((ms * SAMPLE_RATE) / 1_000);
}
