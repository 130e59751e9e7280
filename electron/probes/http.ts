/**
 * The HTTP check: keeps one line of connections per check, and sends one try at a time down it.
 *
 * Pass the same check object from try to try: what is kept belongs to it, and another object means another setting.
 */
import type { Probe, ProbeContext } from '../engine/ports/probe.ts';
import { beginAttempt } from './attempt.ts';
import { type HttpLine, openLine } from './http-line.ts';
import { type HttpCheck, type HttpRequest, withUniqueQuery } from './http-plan.ts';
import { type AnswerTaker, HttpTry } from './http-try.ts';
import { planHttp } from './http-verdict.ts';
import type { ProbeTools } from './tools.ts';

/** All that is kept for one check. */
interface Kept {
  readonly check: HttpCheck;
  readonly line: HttpLine;
  readonly first: HttpRequest;
  readonly taker: AnswerTaker;
}

export function createHttpProbe(tools: ProbeTools): Probe<'http'> {
  const all = new Map<string, Kept>();
  const open = (check: HttpCheck) => openLine(check, check.interval * 2, tools);
  let asked = 0;

  function keptFor(check: HttpCheck): Kept {
    const known = all.get(check.id);
    if (known?.check === check) {
      return known;
    }
    void known?.line.close();
    const fresh = { check, line: open(check), ...planHttp(check, tools.instance) };
    all.set(check.id, fresh);
    return fresh;
  }

  /** The check's own line, or one for this try alone while that is busy ("check now" during a slow try). */
  function lineFor({ check, line }: Kept): HttpLine {
    // Over HTTP/2 a connection serves many requests; a fresh one is had by a line of its own.
    const shared = check.httpVersion !== '1.1' && check.connection === 'fresh';
    return line.attempt || shared ? open(check) : line;
  }

  function firstOf({ check, first }: Kept, { clock }: ProbeContext): HttpRequest {
    if (check.fresh !== 'unique-query') {
      return first;
    }
    asked += 1;
    return withUniqueQuery(first, `${clock.now().toString(36)}-${asked.toString(36)}`);
  }

  return {
    type: 'http',
    run: (check, context) =>
      beginAttempt(
        { timeoutMs: check.timeout, timeouts: check.timeouts, context, secondLook: tools.secondLook },
        (attempt) => {
          const kept = keptFor(check);
          const line = lineFor(kept);
          const onEnd = () => {
            if (all.get(check.id)?.line !== line) {
              void line.close();
            }
          };
          new HttpTry(line, firstOf(kept, context), kept.taker, attempt, onEnd).begin();
        },
      ),
    forget(checkId) {
      void all.get(checkId)?.line.close();
      all.delete(checkId);
    },
    async close() {
      const lines = [...all.values()];
      all.clear();
      await Promise.all(lines.map(({ line }) => line.close()));
    },
  };
}
