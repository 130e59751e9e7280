/**
 * The log: one JSON line per event (pino) into a file, and what matters to the terminal in words. No secret gets through.
 *
 * Nothing here may end the process: neither a full disk nor a terminal that was closed.
 */
import pino from 'pino';
import { redact } from '../../shared/rules/redact.ts';
import type { Log } from '../engine/ports/log.ts';
import { openLogFile } from './log-file.ts';
import { forTerminal } from './log-lines.ts';
import { openTerminal } from './terminal.ts';

export interface LogOptions {
  /** Null: terminal only. */
  readonly file: string | null;
  /** Least important level that reaches the terminal. */
  readonly terminal: 'info' | 'warn' | 'error';
  /** Values that must never be written; asked for each line, because they change with the configuration. */
  readonly secrets: () => readonly string[];
  /** Where the terminal's lines go. Default: standard error. */
  readonly say?: (line: string) => void;
}

export interface OpenLog extends Log {
  /** Writes what is waiting. */
  close(): void;
}

export function openLog({ file: path, terminal: level, secrets, say = openTerminal().err }: LogOptions): OpenLog {
  const targets: pino.StreamEntry[] = [{ level, stream: { write: (line) => say(forTerminal(line).trimEnd()) } }];
  const file = path === null ? null : openLogFile(path, (trouble) => say(troubleWords(path, trouble)));
  if (file !== null) {
    targets.push({ level: 'info', stream: file });
  }
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: (line) => redact(line, secrets()) } },
    pino.multistream(targets),
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    close: () => file?.close(),
  };
}

function troubleWords(path: string, trouble: string | null): string {
  return trouble === null
    ? `The log ${path} is written again`
    : `The log ${path} cannot be written (${trouble}). Watching and paging go on; its lines wait in memory. Make room, or make the file writable.`;
}
