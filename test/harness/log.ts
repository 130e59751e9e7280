/** Logs for tests: one that keeps silent, one that remembers. */
import type { Log } from '../../electron/engine/ports/log.ts';

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface RememberedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export function rememberingLog(): Log & { readonly lines: RememberedLine[] } {
  const lines: RememberedLine[] = [];
  const keep = (level: RememberedLine['level']) => (fields: RememberedLine['fields'], message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
