/**
 * What is made for somebody, shown once, listed without its secret, and taken back: links to call somebody, tokens of programs.
 */
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Done } from '../../shared/contract/done.ts';
import { useWords } from '../app/parts.tsx';
import { Button } from './button.tsx';
import { Near } from './times.tsx';

/** `secret`: what is shown once; null: there is none to show. */
export interface Made {
  readonly done: Done;
  readonly secret: string | null;
}

export interface Making {
  readonly made: Made | null;
  /** Why nothing was made or taken back; null: it was, or nobody asked. */
  readonly problem: string | null;
  /** Does it, tells what came of it, and asks again for what there is. */
  tell(act: () => Promise<Made>): void;
}

export function useMaking(again: () => void): Making {
  const words = useWords();
  const [made, setMade] = useState<Made | null>(null);
  async function run(act: () => Promise<Made>): Promise<void> {
    try {
      setMade(await act());
    } catch (error) {
      const text = words.commands.failed(error instanceof Error ? error.message : String(error));
      setMade({ done: { accepted: false, text }, secret: null });
    }
    again();
  }
  return {
    made,
    problem: made === null || made.done.accepted ? null : made.done.text,
    tell: (act) => void run(act),
  };
}

/** A text to be copied. */
export function ToCopy({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <label className="field">
      <span className="field-name">{name}</span>
      <input type="text" readOnly value={text} onFocus={(event) => event.target.select()} />
    </label>
  );
}

/** The secret that was just made, and what was said with it. */
export function ShownOnce({ made, name }: { readonly made: Made | null; readonly name: string }) {
  return (
    <>
      {made?.secret != null && <ToCopy name={name} text={made.secret} />}
      {made?.done.accepted === true && <p className="hint">{made.done.text}.</p>}
    </>
  );
}

interface GivenOutProps<Row extends { readonly id: string; readonly name: string; readonly at: number }> {
  readonly name: string;
  readonly rows: readonly Row[];
  /** "calls Kim, since" */
  readonly what: (row: Row) => ReactNode;
  readonly takeBack: string;
  readonly onTakeBack: (id: string) => void;
}

export function GivenOut<Row extends { readonly id: string; readonly name: string; readonly at: number }>({
  name,
  rows,
  what,
  takeBack,
  onTakeBack,
}: GivenOutProps<Row>) {
  return (
    <ul className="lines" aria-label={name}>
      {rows.map((row) => (
        <li key={row.id} className="line">
          <strong>{row.name}</strong>
          <span className="line-why">
            {what(row)} <Near at={row.at} />
          </span>
          <Button onClick={() => onTakeBack(row.id)}>{takeBack}</Button>
        </li>
      ))}
    </ul>
  );
}
