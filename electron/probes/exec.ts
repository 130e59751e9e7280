/**
 * The exec check: a program by the Nagios plugin API, whose exit code is the verdict and whose first line is the reason.
 *
 * OK 0, WARNING 1, CRITICAL 2. UNKNOWN 3 is by the plugin guidelines the plugin's own trouble (wrong arguments, a fork that
 * failed), and so is ours: inconclusive. A code that the API does not know, and an end by a signal, are failures: something is
 * broken, and silence about it would be a lie.
 */
import type { Probe } from '../engine/ports/probe.ts';
import type { ProgramEnd } from '../engine/ports/programs.ts';
import { type Attempt, beginAttempt } from './attempt.ts';
import { createPrograms } from './child.ts';
import { figureReading, readPluginOutput } from './plugin-output.ts';
import type { ProbeTools } from './tools.ts';
import { oneLine } from './words.ts';

export function createExecProbe({ secondLook }: Pick<ProbeTools, 'secondLook'>): Probe<'exec'> {
  const programs = createPrograms();
  return {
    type: 'exec',
    run: (check, context) =>
      beginAttempt({ timeoutMs: check.timeout, context, secondLook }, (attempt) => {
        const [command, ...args] = check.command;
        attempt.enter('headers');
        const child = programs.start(
          { command, args, cwd: check.cwd, env: { PATH: process.env.PATH ?? '', ...check.env } },
          attempt.clock,
          attempt.guarded((ended: ProgramEnd) => judge(ended, attempt)),
        );
        attempt.stop = () => child.end();
        attempt.timeoutWords = (within) => {
          const { line } = readPluginOutput(child.output());
          return { detail: `did not end within ${within}, ended by us${line === '' ? '' : `; it said: ${line}`}` };
        };
      }),
    close: () => programs.close(),
  };
}

function judge(ended: ProgramEnd, attempt: Attempt): void {
  if (ended.kind === 'unable') {
    if (ended.words === null) {
      attempt.broke(ended.error);
    } else {
      attempt.cannotJudge({ kind: 'no-tool', detail: ended.words });
    }
    return;
  }
  const { line, figures } = readPluginOutput(ended.output);
  for (const figure of figures) {
    // Not by assignment: a label may be any word, `__proto__` as well.
    Object.defineProperty(attempt.readings, figure.label, {
      value: figureReading(figure),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  const said = line === '' ? oneLine(ended.errors.trimStart().split('\n')[0] ?? '') : line;
  if (ended.kind === 'killed') {
    attempt.fail({ kind: 'protocol', detail: `ended by ${ended.signal}${said === '' ? '' : `; it said: ${said}`}` });
    return;
  }
  verdict(ended.code, said, attempt);
}

function verdict(code: number, said: string, attempt: Attempt): void {
  switch (code) {
    case 0:
      if (said !== '') {
        attempt.readings.said = said;
      }
      attempt.pass();
      return;
    case 1:
      attempt.fail({ kind: 'said-failing', detail: said || 'WARNING, without a word', level: 'performance_issues' });
      return;
    case 2:
      attempt.fail({ kind: 'said-failing', detail: said || 'CRITICAL, without a word' });
      return;
    case 3:
      attempt.cannotJudge({ kind: 'said-unknown', detail: said || 'UNKNOWN, without a word' });
      return;
    default: {
      const words = said === '' ? '' : `; it said: ${said}`;
      attempt.fail({ kind: 'protocol', detail: `ended with code ${code}, which is none of the plugin API${words}` });
    }
  }
}
