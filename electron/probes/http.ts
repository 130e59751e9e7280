/**
 * The HTTP check: keeps one line of connections per check, and sends one try at a time down it.
 *
 * Pass the same check object from try to try: what is kept belongs to it, and another object means another setting.
 */
import type { Probe } from '../engine/ports.ts';
import { beginAttempt } from './attempt.ts';
import { type HttpLine, openLine } from './http-line.ts';
import { type HttpCheck, planHttp } from './http-plan.ts';
import { HttpTry } from './http-try.ts';
import type { ProbeTools } from './tools.ts';

export function createHttpProbe(tools: ProbeTools): Probe<'http'> {
  const lines = new Map<string, HttpLine>();

  /** The check's own line, or one for this try alone while that is busy ("check now" during a slow try). */
  function lineFor(check: HttpCheck): HttpLine {
    const kept = lines.get(check.id);
    if (kept?.check === check) {
      return kept.attempt ? openLine(check, kept.plan, tools) : kept;
    }
    void kept?.close();
    const line = openLine(check, planHttp(check), tools);
    lines.set(check.id, line);
    return line;
  }

  return {
    type: 'http',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, context, secondLook: tools.secondLook }, (attempt) => {
        const line = lineFor(check);
        const onEnd = () => {
          if (lines.get(check.id) !== line) {
            void line.close();
          }
        };
        new HttpTry(line, attempt, onEnd).ask(line.plan.first);
      }),
    forget(checkId) {
      void lines.get(checkId)?.close();
      lines.delete(checkId);
    },
    async close() {
      const all = [...lines.values()];
      lines.clear();
      await Promise.all(all.map((line) => line.close()));
    },
  };
}
