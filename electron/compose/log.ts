/**
 * The log: one JSON line per event (pino) into a file of bounded size, and warnings to the terminal. No secret gets through.
 */
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import { redact } from '../../shared/rules/redact.ts';
import type { Log } from '../engine/ports.ts';

/** At a start beyond this size, the old file becomes `<name>.1`. */
const MOST_BYTES = 10 * 1024 * 1024;

export interface LogOptions {
  /** Null: terminal only. */
  readonly file: string | null;
  /** Least important level that reaches the terminal. */
  readonly terminal: 'info' | 'warn' | 'error';
  /** Values that must never be written; asked for each line, because they change with the configuration. */
  readonly secrets: () => readonly string[];
}

export interface OpenLog extends Log {
  /** Writes what is waiting. */
  close(): void;
}

export function openLog({ file, terminal, secrets }: LogOptions): OpenLog {
  const targets: pino.StreamEntry[] = [{ level: terminal, stream: pino.destination({ fd: 2, sync: true }) }];
  if (file !== null) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (existsSync(file) && statSync(file).size > MOST_BYTES) {
      renameSync(file, `${file}.1`);
    }
    targets.push({ level: 'info', stream: pino.destination({ dest: file, sync: true, mode: 0o600 }) });
  }
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: (line) => redact(line, secrets()) } },
    pino.multistream(targets),
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    close: () => logger.flush(),
  };
}
