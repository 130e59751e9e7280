/**
 * A sentence with something living in it ("Checked <3 s ago>"): the words decide where it stands, which differs by language.
 */
import type { ReactNode } from 'react';

/** Stands for the living part while the sentence is made; occurs in no text. */
const PLACE = '\u0000';

interface PhraseProps {
  readonly say: (part: string) => string;
  readonly children: ReactNode;
}

export function Phrase({ say, children }: PhraseProps) {
  const [before, after] = say(PLACE).split(PLACE);
  return (
    <>
      {before}
      {children}
      {after}
    </>
  );
}
