/**
 * One check: what it looks at, what it believes and since when, what the last try saw, phase by phase.
 */
import type { CheckView, Shape } from '../../../shared/contract/view.ts';
import type { Settled } from '../../../shared/model/health.ts';
import { useWords } from '../../app/parts.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { Ago, Countdown, Near } from '../../components/times.tsx';
import { PhaseBar } from './phase-bar.tsx';

const SHAPE_OF: Readonly<Record<Settled, Shape>> = {
  up: 'calm',
  slow: 'slow',
  starting: 'suspect',
  down: 'down',
  unknown: 'blind',
};

export function CheckCard({ check }: { readonly check: CheckView }) {
  const words = useWords();
  const { component: own } = words;
  return (
    <article className="check" aria-label={check.name}>
      <header className="check-head">
        <StateMark shape={check.undecided === null || check.settled === 'down' ? SHAPE_OF[check.settled] : 'suspect'} />
        <h3>{check.name}</h3>
        <span>
          {own.settled[check.settled]}
          {check.since !== null && (
            <span className="hint">
              {' '}
              <Phrase say={words.components.since}>
                <Near at={check.since} />
              </Phrase>
            </span>
          )}
        </span>
        {check.undecided !== null && <span className="undecided">{check.undecided}</span>}
      </header>
      <p className="check-target">
        <span className="check-type">{own.checkTypes[check.type]}</span> <code>{check.target}</code>
      </p>
      {check.warnings.map((warning) => (
        <p key={warning} className="warning">
          {warning}
        </p>
      ))}
      <p className="hint">
        <Last check={check} />
        {check.nextAt !== null && (
          <>
            {' '}
            <Phrase say={own.next}>
              <Countdown to={check.nextAt} />
            </Phrase>
          </>
        )}
      </p>
      {check.lastFailure !== null && check.lastOutcome === 'fail' && (
        <p className="check-failure">{check.lastFailure.detail}</p>
      )}
      {check.lastTrouble !== null && <p className="check-trouble">{own.cannotJudge(check.lastTrouble)}</p>}
      {check.wait !== null && <p className="check-wait">{own.wait(check.wait)}</p>}
      <Figures check={check} />
      {check.lastReadings !== null && <Readings readings={check.lastReadings} />}
    </article>
  );
}

/** How long it took. Where nobody is asked, nothing takes time, and there is nothing to draw. */
function Figures({ check: { lastTimings, recent } }: { readonly check: CheckView }) {
  const timed = lastTimings !== null && lastTimings.totalMs > 0;
  const drawn = recent.some((latency) => latency > 0);
  return timed || drawn ? (
    <div className="check-figures">
      {timed && <PhaseBar timings={lastTimings} />}
      {drawn && <Sparkline recent={recent} />}
    </div>
  ) : null;
}

function Last({ check: { lastAt, lastOutcome } }: { readonly check: CheckView }) {
  const { component: own, components } = useWords();
  if (lastAt === null || lastOutcome === null) {
    return components.neverChecked;
  }
  return (
    <Phrase say={(ago) => own.last(ago, own.outcomes[lastOutcome])}>
      <Ago at={lastAt} />
    </Phrase>
  );
}

/** What the target told of itself, as it was told; times of ours with their unit. */
function Readings({ readings }: { readonly readings: NonNullable<CheckView['lastReadings']> }) {
  const { time } = useWords();
  const shown = Object.entries(readings).map(([name, value]) => {
    const ours = /^(last[A-Z]\w*)Ms$/.exec(name)?.[1];
    return ours !== undefined && typeof value === 'number'
      ? { name: ours.replaceAll(/[A-Z]/g, (sign) => ` ${sign.toLowerCase()}`), value: time.latency(value) }
      : { name, value: String(value) };
  });
  return (
    <dl className="check-readings">
      {shown.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
