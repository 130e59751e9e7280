/**
 * Who may come in, as the configuration says it: one admission for every address that is ever listened on. What it has to say goes into
 * the history, to the log and to the user's hook.
 */
import type { SelfCheckRow } from '../../shared/contract/contract.ts';
import type { LiveConfig } from '../config/live.ts';
import type { Engine } from '../engine/engine.ts';
import type { Cancel, Clock } from '../engine/ports/clock.ts';
import type { Log } from '../engine/ports/log.ts';
import { createRefusalHook } from '../links/refusal-hook.ts';
import { createPrograms } from '../probes/child.ts';
import { type Admission, createAdmission } from '../server/admission/admission.ts';
import { callersRow } from './rows.ts';

export interface AdmittingOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly engine: Pick<Engine, 'tell'>;
  readonly config: LiveConfig;
  /** Names this Watchbell to its own probes. */
  readonly instance: string;
}

/** For a hook that hangs we do not wait longer when we end. */
const LAST_CALL_MS = 2_000;

export interface Admitting {
  readonly admission: Admission;
  /** For the self-check. */
  rows(): readonly SelfCheckRow[];
  /** Lets nobody new in, serves who is inside; resolves when we may end. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export function createAdmitting({ clock, log, engine, config, instance }: AdmittingOptions): Admitting {
  const hook = createRefusalHook(createPrograms(), clock);
  /** Words that are on their way to the hook. */
  const calls = new Set<Promise<void>>();
  let stopWaiting: Cancel = () => undefined;
  const settings = () => config.state().config.settings;
  const admission = createAdmission({
    clock,
    random: Math.random,
    instance,
    limits: () => {
      const { queue, wait, sessions } = settings().overload;
      return { queue, waitMs: wait, sessions };
    },
    tell(word) {
      const { kind, because, text, counts } = word;
      log.warn({ because, counts }, text);
      engine.tell(text, { kind, because, ...counts });
      const wanted = settings().overload.hook;
      if (wanted !== undefined) {
        const called = hook.call(wanted, { ...word, at: new Date(word.at).toISOString() }).then((problem) => {
          calls.delete(called);
          if (problem !== null) {
            log.warn({}, `the hook of \`settings.overload\` was not told: ${problem}`);
          }
        });
        calls.add(called);
      }
    },
  });
  /** The word that it is over is the last: it has so long to arrive. */
  async function lastCalls(): Promise<void> {
    const late = new Promise<void>((resolve) => {
      stopWaiting = clock.after(LAST_CALL_MS, resolve);
    });
    await Promise.race([Promise.all(calls), late]);
    stopWaiting();
  }

  return {
    admission,
    rows: () => [callersRow(admission.latest(), clock.now())],
    async drain() {
      const { atLeast, atMost } = settings().drain;
      const emptied = admission.drain(atMost);
      if (atLeast > 0) {
        await new Promise<void>((resolve) => {
          stopWaiting = clock.after(atLeast, resolve);
        });
      }
      await emptied;
    },
    async close() {
      stopWaiting();
      admission.close();
      await lastCalls();
      await hook.close();
    },
  };
}
