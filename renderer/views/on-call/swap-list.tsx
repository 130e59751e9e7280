/**
 * Swaps that wait for an answer: whose shift for whose, until when it stands, and the ways to answer or to take it back.
 *
 * Whoever sits at the window may press for anybody, as they may tell anybody's word; the history says from where it came.
 */
import type { SwapView } from '../../../shared/contract/asks/moves.ts';
import type { World } from '../../app/mirror.ts';
import { useWords, useWorld } from '../../app/parts.tsx';
import { CommandButton } from '../../components/button.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { Near } from '../../components/times.tsx';

const swapsOf = (world: World) => world.swaps;

export function SwapList() {
  const { swap: own } = useWords();
  const swaps = useWorld(swapsOf);
  if (swaps.length === 0) {
    return null;
  }
  return (
    <section className="section" aria-label={own.list}>
      <h2>{own.list}</h2>
      <p className="hint">{own.hint}</p>
      <ul className="lines">
        {swaps.map((one) => (
          <li key={one.id} className="line">
            <SwapLine swap={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SwapLine({ swap }: { readonly swap: SwapView }) {
  const words = useWords();
  const { swap: own, time } = words;
  const { id, schedule, timeZone, asker, other, gives, wants, note, lapsesAt } = swap;
  const span = ({ from, to }: SwapView['gives']) => words.onCall.shift(time.dayClock(from), time.dayClock(to));
  return (
    <>
      <strong>{own.asks(asker.name, other.name)}</strong>
      <span className="line-why">
        {own.gives(schedule, span(gives), wants === null ? null : span(wants))}
        {note === '' ? '' : ` ${own.note(note)}`}
      </span>
      <span className="hint">
        <Phrase say={own.until}>
          <Near at={lapsesAt} zone={timeZone} />
        </Phrase>
      </span>
      <CommandButton command="answerSwap" question={{ id, person: other.id, answer: 'agree' }} look="primary">
        {own.agree(other.name)}
      </CommandButton>
      <CommandButton command="answerSwap" question={{ id, person: other.id, answer: 'refuse' }}>
        {own.refuse(other.name)}
      </CommandButton>
      <CommandButton command="answerSwap" question={{ id, person: asker.id, answer: 'withdraw' }} look="quiet">
        {own.withdraw(asker.name)}
      </CommandButton>
    </>
  );
}
