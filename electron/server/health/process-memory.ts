/**
 * How much memory our process takes, as the system counts it: from any thread, without asking the main one.
 */
import { readFileSync } from 'node:fs';
import type { Memory } from '../../../shared/rules/health-port/circumstances.ts';

/** Null where there is no /proc, as with zc.monitor. */
export function processMemory(): Memory | null {
  try {
    const status = readFileSync('/proc/self/status', 'latin1');
    const kilobytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? Number.NaN);
    const memory = { virtualKb: kilobytes('VmSize'), residentKb: kilobytes('VmRSS') };
    return Number.isNaN(memory.virtualKb + memory.residentKb) ? null : memory;
  } catch {
    return null; // another system
  }
}
