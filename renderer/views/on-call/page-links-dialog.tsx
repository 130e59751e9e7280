/**
 * Who may call whom: the links that were given out, a new one for somebody, and the way to take one back. An address is shown once.
 */
import { useState } from 'react';
import type { CardId } from '../../../shared/model/page-me.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Asking } from '../../components/asking.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { GivenOut, ShownOnce, ToCopy, useMaking } from '../../components/given-out.tsx';

export function PageLinksDialog() {
  const { bridge } = useParts();
  const { pageLinks: own } = useWords();
  const [answer, again] = useAnswer('pageLinks', {});
  const [card, setCard] = useState<CardId | null>(null);
  const [name, setName] = useState('');
  const { made, problem, tell } = useMaking(again);
  if (answer.kind !== 'here') {
    return <Asking title={own.title} hint={own.hint} answer={answer} onAgain={again} />;
  }
  const { cards, links, everybody } = answer.value;
  const chosen = card ?? cards[0]?.id ?? null;

  const make = (wanted: CardId): void =>
    tell(async () => {
      const { done, url } = await bridge.ask('addPageLink', { card: wanted, name });
      return { done, secret: url };
    });

  return (
    <Dialog
      title={own.title}
      hint={cards.length === 0 ? own.noCard : own.hint}
      problem={problem}
      {...(chosen !== null && { save: own.make, onSave: () => make(chosen) })}
    >
      {chosen !== null && (
        <>
          <label className="field">
            <span className="field-name">{own.whom}</span>
            <select
              value={chosen}
              onChange={({ target }) => setCard(cards.find(({ id }) => id === target.value)?.id ?? null)}
            >
              {cards.map(({ id, name: of, visible }) => (
                <option key={id} value={id}>
                  {own.card(of, visible)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span className="field-name">{own.for}</span>
            <input
              data-first=""
              type="text"
              required
              maxLength={80}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </label>
        </>
      )}
      <ShownOnce made={made} name={own.address} />
      {everybody !== null && <ToCopy name={own.everybody} text={everybody} />}
      <GivenOut
        name={own.given}
        rows={links}
        what={({ to }) => own.calls(to)}
        takeBack={own.takeBack}
        onTakeBack={(id) => tell(async () => ({ done: await bridge.ask('removePageLink', { id }), secret: null }))}
      />
    </Dialog>
  );
}
