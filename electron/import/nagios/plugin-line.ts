/** A plugin's line, and the options that most plugins share. */
import type { Place } from '../imported.ts';
import type { Report } from '../report.ts';
import { durationText } from '../texts.ts';
import type { PluginOptions } from './options.ts';

/** What a plugin's line says, and for whom. */
export interface Line {
  readonly argv: readonly string[];
  readonly place: Place;
  readonly report: Report;
}

export const COMMON = {
  '-H': 'host',
  '--hostname': 'host',
  '-p': 'port',
  '--port': 'port',
  '-w': 'warning',
  '--warning': 'warning',
  '-c': 'critical',
  '--critical': 'critical',
  '-t': 'timeout',
  '--timeout': 'timeout',
  '-4': 'family',
  '--use-ipv4': 'family',
  '-6': 'family',
  '--use-ipv6': 'family',
  '-v': 'verbose',
  '--verbose': 'verbose',
} as const;

export const COMMON_FLAGS = ['family', 'verbose'];

/**
 * Thresholds on the time are seconds: the lower one is the latency limit, the time-out is the time-out. Null: a threshold of
 * another shape (a range, a percentage).
 */
export function timingOf(options: PluginOptions): { latencyLimit?: string; timeout?: string } | null {
  const limits = ['warning', 'critical'].flatMap((name) => options.given.get(name) ?? []);
  const seconds = limits.map((text) => (/^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN));
  const timeout = Number(/^(\d+)/.exec(last(options, 'timeout') ?? '')?.[1] ?? Number.NaN);
  const limit = Math.min(...seconds);
  if (seconds.some((value) => !(value > 0))) {
    return null;
  }
  return {
    ...(seconds.length > 0 && { latencyLimit: durationText(limit * 1_000) }),
    ...(timeout > 0 && { timeout: durationText(timeout * 1_000) }),
  };
}

export const last = (options: PluginOptions, name: string): string | null => options.given.get(name)?.at(-1) ?? null;
