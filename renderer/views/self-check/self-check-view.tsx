/**
 * Can this machine page at all? Each part green, amber or red, with the fix; and what belongs to this machine alone.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import type { Shape } from '../../../shared/contract/view.ts';
import { useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Button } from '../../components/button.tsx';
import { Failed } from '../../components/failed.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { ThisMachine } from './this-machine.tsx';

const SHAPE_OF: Readonly<Record<SelfCheckRow['level'], Shape>> = { green: 'calm', amber: 'slow', red: 'down' };
const WORST = { red: 0, amber: 1, green: 2 } as const;

export function SelfCheckView() {
  const words = useWords();
  const [answer, again] = useAnswer('selfCheck', {});
  const { selfCheck } = words;
  return (
    <>
      <div className="section-head">
        <h1 tabIndex={-1} className="view-title">
          {words.views['self-check']}
        </h1>
        <Button onClick={again}>{selfCheck.run}</Button>
      </div>
      {answer.kind === 'failed' && <Failed why={answer.why} onAgain={again} />}
      {answer.kind === 'loading' && <p className="hint">{selfCheck.running}</p>}
      {answer.kind === 'here' && <Rows rows={answer.value} />}
      <ThisMachine />
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly SelfCheckRow[] }) {
  const { selfCheck } = useWords();
  const count = (level: SelfCheckRow['level']) => rows.filter((row) => row.level === level).length;
  return (
    <>
      <output className="summary">{selfCheck.summary(count('red'), count('amber'))}</output>
      <ul className="self-checks">
        {rows
          .toSorted((a, b) => WORST[a.level] - WORST[b.level])
          .map((row) => (
            <li key={row.id} className={`self-check self-check-${row.level}`} data-row="" tabIndex={-1}>
              <StateMark shape={SHAPE_OF[row.level]} />
              <span className="self-check-name">{row.name}</span>
              <span className="self-check-level">{selfCheck.levels[row.level]}</span>
              <span className="self-check-text">
                {row.text}
                {row.fix !== '' && (
                  <span className="self-check-fix">
                    <strong>{selfCheck.fix}:</strong> {row.fix}
                  </span>
                )}
              </span>
            </li>
          ))}
      </ul>
    </>
  );
}
