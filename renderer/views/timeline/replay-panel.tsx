/**
 * "What if": the tries of the shown range judged again by another file or other numbers, and each trouble from both sides.
 *
 * Opened by hand and asked by a button: nothing is judged again because somebody looks at a page.
 */
import { type FormEvent, useState } from 'react';
import type { AsksInput } from '../../../shared/contract/contract.ts';
import type { ReplayAnswer, ReplayReport, ReplayRow, ReplayVerdict } from '../../../shared/contract/replay.ts';
import type { Shape } from '../../../shared/contract/view.ts';
import { parseDuration } from '../../../shared/model/duration.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { replayTotalsText, sideText, VERDICT_WORDS } from '../../../shared/rules/replay/text.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { Button } from '../../components/button.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Near } from '../../components/times.tsx';

type Progress =
  | { readonly kind: 'idle' | 'running' }
  | { readonly kind: 'done'; readonly answer: ReplayAnswer }
  | { readonly kind: 'failed'; readonly why: string };

const SHAPES: Readonly<Record<ReplayVerdict, Shape>> = {
  same: 'acknowledged',
  other: 'slow',
  new: 'down',
  gone: 'slow',
  silent: 'calm',
};

export function ReplayPanel({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }) {
  const { bridge } = useParts();
  const { replay, commands } = useWords();
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const running = progress.kind === 'running';

  async function run(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const question = questionOf(new FormData(event.currentTarget), from, to);
    if (running || question === null) {
      setProgress(running ? progress : { kind: 'failed', why: replay.badNumber });
      return;
    }
    setProgress({ kind: 'running' });
    try {
      setProgress({ kind: 'done', answer: await bridge.ask('replay', question) });
    } catch (error) {
      setProgress({ kind: 'failed', why: commands.failed(error instanceof Error ? error.message : String(error)) });
    }
  }

  return (
    <details className="section replay">
      <summary>{replay.title}</summary>
      <p className="hint">{replay.hint}</p>
      <form className="replay-form" onSubmit={(event) => void run(event)}>
        <Field name="config" label={replay.config} />
        <Field name="fall" label={replay.fall} />
        <Field name="pageAfter" label={replay.pageAfter} />
        <Button type="submit" look="primary" aria-busy={running} aria-disabled={running}>
          {running ? replay.running : replay.run}
        </Button>
      </form>
      <div aria-live="polite">
        {progress.kind === 'failed' && <p className="problem">{progress.why}</p>}
        {progress.kind === 'done' && progress.answer.report === null && (
          <p className="problem">{progress.answer.problem}</p>
        )}
        {progress.kind === 'done' && progress.answer.report !== null && <Report report={progress.answer.report} />}
      </div>
    </details>
  );
}

function Field({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <label className="field">
      <span>{label}</span>
      <input name={name} type="text" autoComplete="off" spellCheck={false} />
    </label>
  );
}

/** Empty fields change nothing. Null: one of them is no number, or no length of time. */
function questionOf(form: FormData, from: EpochMs, to: EpochMs): AsksInput<'replay'> | null {
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const fall = text('fall') === '' ? undefined : Number(text('fall'));
  const pageAfter = text('pageAfter') === '' ? undefined : parseDuration(text('pageAfter'));
  if (pageAfter === null || (fall !== undefined && !(Number.isInteger(fall) && fall >= 1 && fall <= 100))) {
    return null;
  }
  return {
    from: Math.round(from),
    to: Math.round(to),
    config: text('config') === '' ? null : text('config'),
    changes: { ...(fall !== undefined && { fall }), ...(pageAfter !== undefined && { pageAfter }) },
  };
}

function Report({ report }: { readonly report: ReplayReport }) {
  const { replay } = useWords();
  return (
    <>
      {replayTotalsText(report).map((line) => (
        <p key={line}>{line}</p>
      ))}
      {report.rows.length === 0 ? (
        <p className="hint">{replay.nothing}</p>
      ) : (
        <table className="replay-rows">
          <thead>
            <tr>
              {replay.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.rows.map((row) => (
              <Row key={`${row.componentId} ${sinceOf(row)}`} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ row }: { readonly row: ReplayRow }) {
  const { componentId, verdict } = row;
  return (
    <tr className={`replay-${verdict}`}>
      <td>
        <Near at={sinceOf(row)} />
      </td>
      <td>{componentId}</td>
      <td>
        <StateMark shape={SHAPES[verdict]} /> {VERDICT_WORDS[verdict]}
      </td>
      <td>{sideText(row, 'happened')}</td>
      <td>{sideText(row, 'replayed')}</td>
    </tr>
  );
}

const sinceOf = ({ happened, replayed }: ReplayRow): EpochMs =>
  Math.min(happened?.since ?? Number.POSITIVE_INFINITY, replayed?.since ?? Number.POSITIVE_INFINITY);
