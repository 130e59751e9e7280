/**
 * "If this failed now": who would hear what, by which channel and when. Asked by a button, for it is a question and no state.
 */
import { type FormEvent, useState } from 'react';
import type { DryRun, DryRunAnswer } from '../../../shared/contract/dry-run.ts';
import type { ComponentId, EpochMs } from '../../../shared/model/ids.ts';
import { SEVERITIES, type Severity } from '../../../shared/model/status.ts';
import { DRY_RUN_END_WORDS } from '../../../shared/rules/dry-run/text.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { Button } from '../../components/button.tsx';
import { ExplainLines } from '../../components/explain-lines.tsx';
import { Moment } from '../../components/times.tsx';

type Progress =
  | { readonly kind: 'idle' | 'running' }
  | { readonly kind: 'done'; readonly answer: DryRunAnswer }
  | { readonly kind: 'failed'; readonly why: string };

export function DryRunSection({ component }: { readonly component: ComponentId }) {
  const { bridge } = useParts();
  const { dryRun: own, severities, commands } = useWords();
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const running = progress.kind === 'running';

  async function run(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (running) {
      return;
    }
    setProgress({ kind: 'running' });
    try {
      const question = { component, severity: severityIn(form), at: instantIn(form) };
      setProgress({ kind: 'done', answer: await bridge.ask('dryRun', question) });
    } catch (error) {
      setProgress({ kind: 'failed', why: commands.failed(error instanceof Error ? error.message : String(error)) });
    }
  }

  return (
    <details className="section replay">
      <summary>{own.title}</summary>
      <p className="hint">{own.hint}</p>
      <form className="replay-form" onSubmit={(event) => void run(event)}>
        <label className="field">
          <span>{own.severity}</span>
          <select name="severity">
            <option value="">{own.anySeverity}</option>
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {severities[severity]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>
            {own.at} <span className="hint">{own.atHint}</span>
          </span>
          <input name="at" type="datetime-local" />
        </label>
        <Button type="submit" look="primary" aria-busy={running} aria-disabled={running}>
          {running ? own.running : own.run}
        </Button>
      </form>
      <div aria-live="polite">
        {progress.kind === 'failed' && <p className="problem">{progress.why}</p>}
        {progress.kind === 'done' &&
          (progress.answer.dryRun === null ? (
            <p className="problem">{progress.answer.problem}</p>
          ) : (
            <Outcome run={progress.answer.dryRun} />
          ))}
      </div>
    </details>
  );
}

function Outcome({ run: { at, pages, end, lines, notes } }: { readonly run: DryRun }) {
  const { dryRun: own, time } = useWords();
  return (
    <>
      {pages.length === 0 ? (
        <p>{own.nobody}</p>
      ) : (
        <table className="replay-rows">
          <thead>
            <tr>
              {own.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pages.map((page) => (
              <tr key={`${page.at} ${page.who} ${page.channelId}`}>
                <td>
                  <Moment at={page.at} text={own.after(time.length(page.at - at))} />
                </td>
                <td>{page.who}</td>
                <td>{page.channelId}</td>
                <td>{page.said}</td>
                <td>{page.because}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>{DRY_RUN_END_WORDS[end]}.</p>
      {notes.map((note) => (
        <p key={note} className="hint">
          {note}.
        </p>
      ))}
      <details className="fold">
        <summary>{own.everything}</summary>
        <ExplainLines lines={lines} />
      </details>
    </>
  );
}

function severityIn(form: FormData): Severity | null {
  return SEVERITIES.find((severity) => severity === form.get('severity')) ?? null;
}

/** In the zone of whoever sits here. Null: now. */
function instantIn(form: FormData): EpochMs | null {
  const at = new Date(String(form.get('at') ?? '')).getTime();
  return Number.isNaN(at) ? null : at;
}
