/** Ordinal numbers as people say them: words up to the tenth, figures beyond. */

const WORDS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'] as const;
const RULES = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Readonly<Record<Intl.LDMLPluralRule, string>> = {
  zero: 'th',
  one: 'st',
  two: 'nd',
  few: 'rd',
  many: 'th',
  other: 'th',
};

/** 3 -> "third", 11 -> "11th", 22 -> "22nd". For whole numbers from 1. */
export function ordinal(number: number): string {
  return WORDS[number - 1] ?? figureOrdinal(number);
}

/** 3 -> "3rd" */
export function figureOrdinal(number: number): string {
  return `${number}${ENDINGS[RULES.select(number)]}`;
}
