/**
 * What nobody is paged about at the moment, by whose word and until when; and the ways to make it longer or to end it.
 */
import type { SilenceView } from '../../../shared/contract/view.ts';
import type { World } from '../../app/mirror.ts';
import { useWords, useWorld } from '../../app/parts.tsx';
import { CommandButton } from '../../components/button.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Near } from '../../components/times.tsx';

const HOUR = 3_600_000;

const silencesOf = (world: World) => world.silences;

export function Silences() {
  const words = useWords();
  const silences = useWorld(silencesOf);
  if (silences.length === 0) {
    return null;
  }
  return (
    <section className="section" aria-label={words.silences.title(silences.length)}>
      <h2>{words.silences.title(silences.length)}</h2>
      <p className="hint">{words.silences.hint}</p>
      <ul className="lines">
        {silences.map((silence) => (
          <li key={silence.id} className="line">
            <SilenceLine silence={silence} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SilenceLine({ silence }: { readonly silence: SilenceView }) {
  const { silences: own } = useWords();
  const { id, what, by, reason, until, untilWell, endsSoon, incidents } = silence;
  return (
    <>
      <strong>{what}</strong>
      <span className="line-why">
        {own.because(by, reason)} {incidents > 0 && <strong>{own.holding(incidents)}</strong>}
      </span>
      <span className={endsSoon ? 'ends-soon' : 'hint'}>
        {untilWell ? (
          own.untilWell
        ) : (
          <Phrase say={endsSoon ? own.endsSoon : own.until}>
            <Near at={until} />
          </Phrase>
        )}
      </span>
      {!untilWell && (
        <CommandButton command="lengthenSilence" question={{ id, forMs: HOUR }} look="quiet">
          {own.longer}
        </CommandButton>
      )}
      <CommandButton command="endSilence" question={{ id }} look="quiet">
        {own.end}
      </CommandButton>
    </>
  );
}
