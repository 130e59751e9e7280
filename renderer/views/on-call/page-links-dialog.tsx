/**
 * Who may call whom: the links that were given out, a new one for somebody, and the way to take one back. An address is shown once.
 */
import { useState } from 'react';
import type { Answers } from '../../../shared/contract/contract.ts';
import type { CardId } from '../../../shared/model/page-me.ts';
import { useParts, useWords } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Failed } from '../../components/failed.tsx';
import { Near } from '../../components/times.tsx';

type Made = Answers<'addPageLink'>;

export function PageLinksDialog() {
  const { bridge } = useParts();
  const words = useWords();
  const [answer, again] = useAnswer('pageLinks', {});
  const [card, setCard] = useState<CardId | null>(null);
  const [name, setName] = useState('');
  const [made, setMade] = useState<Made | null>(null);
  const { pageLinks: own } = words;
  if (answer.kind !== 'here') {
    return (
      <Dialog title={own.title} hint={own.hint}>
        {answer.kind === 'loading' ? (
          <p className="hint">{words.loading}</p>
        ) : (
          <Failed why={answer.why} onAgain={again} />
        )}
      </Dialog>
    );
  }
  const { cards, links, everybody } = answer.value;
  const chosen = card ?? cards[0]?.id ?? null;

  async function tell(act: () => Promise<Made>): Promise<void> {
    try {
      setMade(await act());
    } catch (error) {
      const text = words.commands.failed(error instanceof Error ? error.message : String(error));
      setMade({ done: { accepted: false, text }, url: null });
    }
    again();
  }

  const refused = made !== null && !made.done.accepted;
  return (
    <Dialog
      title={own.title}
      hint={cards.length === 0 ? own.noCard : own.hint}
      problem={refused ? made.done.text : null}
      {...(chosen !== null && {
        save: own.make,
        onSave: () => void tell(() => bridge.ask('addPageLink', { card: chosen, name })),
      })}
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
      {made?.url != null && <Address name={own.address} url={made.url} />}
      {made?.done.accepted === true && <p className="hint">{made.done.text}.</p>}
      {everybody !== null && <Address name={own.everybody} url={everybody} />}
      <ul className="lines" aria-label={own.given}>
        {links.map((link) => (
          <li key={link.id} className="line">
            <strong>{link.name}</strong>
            <span className="line-why">
              {own.calls(link.to)} <Near at={link.at} />
            </span>
            <Button
              onClick={() =>
                void tell(async () => ({ done: await bridge.ask('removePageLink', { id: link.id }), url: null }))
              }
            >
              {own.takeBack}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Address({ name, url }: { readonly name: string; readonly url: string }) {
  return (
    <label className="field">
      <span className="field-name">{name}</span>
      <input type="text" readOnly value={url} onFocus={(event) => event.target.select()} />
    </label>
  );
}
