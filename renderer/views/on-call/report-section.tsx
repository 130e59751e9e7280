/**
 * What a time cost the people on call: how soon somebody took it, how long it lasted, who was woken how often, who had which nights.
 * Asked when it is opened, for it reads a month of history.
 */
import { useState } from 'react';
import type { Answers } from '../../../shared/contract/contract.ts';
import type { World } from '../../app/mirror.ts';
import { useParts, useWords, useWorld } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Button } from '../../components/button.tsx';
import { Failed } from '../../components/failed.tsx';
import { RANGE_MS } from '../../components/range-picker.tsx';

const RANGES = ['week', 'month', 'quarter'] as const;
const LENGTHS = { week: RANGE_MS.week, month: RANGE_MS.month, quarter: 3 * RANGE_MS.month } as const;

export function ReportSection() {
  const { clock } = useParts();
  const { report: own, loading } = useWords();
  const [span, setSpan] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const [answer, again] = useAnswer('dutyReport', span);
  return (
    <section className="section" aria-label={own.title}>
      <h2>{own.title}</h2>
      <p className="hint">{own.hint}</p>
      <div className="actions">
        {RANGES.map((range) => (
          <Button key={range} onClick={() => setSpan({ from: clock.now() - LENGTHS[range], to: clock.now() })}>
            {own.ranges[range]}
          </Button>
        ))}
      </div>
      <div aria-live="polite">
        {span !== null && answer.kind === 'loading' && <p className="hint">{loading}</p>}
        {answer.kind === 'failed' && <Failed why={answer.why} onAgain={again} />}
        {answer.kind === 'here' && answer.value !== null && <Figures report={answer.value} />}
      </div>
    </section>
  );
}

type Report = NonNullable<Answers<'dutyReport'>>;

const peopleOf = (world: World) => world.people;
const onCallOf = (world: World) => world.onCall;

function Figures({ report }: { readonly report: Report }) {
  const { report: own, time } = useWords();
  const people = useWorld(peopleOf);
  const schedules = useWorld(onCallOf);
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  const { incidents, mttaMs, acknowledged, mttrMs, over } = report;
  return (
    <>
      <dl className="duty">
        <div>
          <dt>{own.incidents}</dt>
          <dd>{time.count(incidents)}</dd>
        </div>
        <div>
          <dt>{own.mtta}</dt>
          <dd>{mttaMs === null ? own.noAck : own.mean(time.length(mttaMs), acknowledged)}</dd>
        </div>
        <div>
          <dt>{own.mttr}</dt>
          <dd>{mttrMs === null ? own.noneOver : own.mean(time.length(mttrMs), over)}</dd>
        </div>
      </dl>
      <Table
        name={own.pages}
        columns={own.pagesColumns}
        rows={report.people.map(({ personId, pages, atNight, nightsBroken }) => [
          nameOf(personId),
          time.count(pages),
          time.count(atNight),
          time.count(nightsBroken),
        ])}
      />
      {report.schedules.map(({ id, people: own_ }) => (
        <Table
          key={id}
          name={own.balance(schedules.find(({ scheduleId }) => scheduleId === id)?.name ?? id)}
          columns={own.balanceColumns}
          rows={own_.map(({ personId, totalMs, nightMs, weekendMs }) => [
            nameOf(personId),
            own.hours(totalMs),
            own.hours(nightMs),
            own.hours(weekendMs),
          ])}
        />
      ))}
    </>
  );
}

interface TableProps {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function Table({ name, columns, rows }: TableProps) {
  const { report: own } = useWords();
  return (
    <>
      <h3>{name}</h3>
      {rows.length === 0 ? (
        <p className="hint">{own.nobody}</p>
      ) : (
        <table className="replay-rows" aria-label={name}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]}>
                {row.map((cell, place) => (
                  <td key={columns[place]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
