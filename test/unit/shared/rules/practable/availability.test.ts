import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BookNote, bookNoteIn, NO_NOTE } from '../../../../../shared/model/practable/book-note.ts';
import {
  bookStep,
  type InBook,
  noteAfterRead,
  noteAfterSet,
  type SettingMode,
} from '../../../../../shared/rules/practable/availability.ts';

const fresh = NO_NOTE;
const ISSUES = ['missing jump', 'missing required aaaa00-st-data'];
const OURS = 'missing required aaaa00-st-data (Watchbell)';
const loaded: InBook = { available: true, reason: 'Loaded at 2026-11-21T04:13:58Z' };
const byUs: InBook = { available: false, reason: `unavailable because ${OURS}` };
const byHand: InBook = { available: false, reason: 'unavailable because the motor is being repaired' };
const freed: InBook = { available: true, reason: 'ok' };
const set: BookNote = { ...fresh, ours: OURS };
const cutOff: BookNote = { ...fresh, doing: { available: false, reason: OURS } };

const step = (entry: BookNote, book: InBook, wanted: boolean | null, mode: SettingMode = 'in-book') => {
  const found = bookStep(entry, book, wanted, ISSUES, mode);
  return found.kind === 'set' ? `set ${found.available}: ${found.reason}` : found.because;
};

describe('availability in book', () => {
  it.each<[string, BookNote, InBook, boolean | null, string]>([
    ['what is well and can be booked is left', fresh, loaded, true, 'as-wanted'],
    ['what is bad from the start is set', fresh, loaded, false, `set false: ${OURS}`],
    ['also when it was available by somebody before', fresh, freed, false, `set false: ${OURS}`],
    ['what we set is not set again', set, byUs, false, 'as-wanted'],
    [
      'what we set is freed when it is well',
      set,
      byUs,
      true,
      'set true: its required streams are well again (Watchbell)',
    ],
    ['what somebody set stays theirs while it is bad', fresh, byHand, false, 'by-hand'],
    ['and when it is well', fresh, byHand, true, 'by-hand'],
    ['also where they took over what we had set', set, byHand, true, 'by-hand'],
    ['what somebody freed while it is bad stays free', set, freed, false, 'by-hand'],
    ['what book itself freed when it was loaded anew is set again', set, loaded, false, `set false: ${OURS}`],
    ['cut off before book was told: it is told', cutOff, loaded, false, `set false: ${OURS}`],
    ['cut off after book was told: nothing more', cutOff, byUs, false, 'as-wanted'],
    [
      'cut off after it was told, and well meanwhile',
      cutOff,
      byUs,
      true,
      'set true: its required streams are well again (Watchbell)',
    ],
    [
      'cut off after it was set anew, under other words than before',
      { ...set, doing: { available: false, reason: 'unhealthy aaaa00-st-data (Watchbell)' } },
      { available: false, reason: 'unavailable because unhealthy aaaa00-st-data (Watchbell)' },
      true,
      'set true: its required streams are well again (Watchbell)',
    ],
    [
      'cut off after it was freed, and bad again meanwhile',
      { ...set, doing: { available: true, reason: 'well (Watchbell)' } },
      { available: true, reason: 'well (Watchbell)' },
      false,
      `set false: ${OURS}`,
    ],
    ['nobody can tell: nothing', fresh, loaded, null, 'unknown'],
  ])('%s', (_story, entry, book, wanted, expected) => {
    expect(step(entry, book, wanted)).toBe(expected);
  });

  it('is given back when it is no more to be set, and only what is ours', () => {
    expect(step(set, byUs, false, 'never')).toBe('set true: given back (Watchbell)');
    expect(step(set, byHand, false, 'never')).toBe('as-wanted');
    expect(step(fresh, byHand, null, 'never')).toBe('as-wanted');
  });

  it('somebody who freed it is left alone until it was well once', () => {
    const left = noteAfterRead(set, freed, bookStep(set, freed, false, ISSUES, 'in-book'));
    expect(left).toMatchObject({ ours: null, byHand: true });
    expect(step(left, freed, false)).toBe('by-hand');
    const well = noteAfterRead(left, freed, bookStep(left, freed, true, [], 'in-book'));
    expect(well.byHand).toBe(false);
    expect(step(well, freed, false)).toBe(`set false: ${OURS}`);
  });

  it('somebody who freed it while nobody could see is left alone as well', () => {
    const unseen = noteAfterRead(set, freed, bookStep(set, freed, null, ISSUES, 'in-book'));
    expect(step(unseen, freed, false)).toBe('by-hand');
  });

  it('the reason fits where it is shown, whatever is wrong', () => {
    const many = Array.from({ length: 40 }, (_, index) => `missing required aaaa00-st-${index}`);
    const found = bookStep(fresh, loaded, false, many, 'in-book');
    expect(found.kind === 'set' ? found.reason.length : 0).toBe(200);
    expect(found).toMatchObject({ reason: expect.stringMatching(/…? \(Watchbell\)$/) });
  });
});

describe('any story with book', () => {
  const act = fc.constantFrom(
    'bad',
    'well',
    'unseen',
    'hand-closes',
    'hand-opens',
    'reload',
    'killed-before',
    'killed-after',
  );

  it('never sets what is so already, and never touches a closing hand', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let entry = fresh;
        let book: InBook = loaded;
        let wanted: boolean | null = null;
        let closedByHand = false;
        for (const what of acts) {
          switch (what) {
            case 'bad':
            case 'well':
              wanted = what === 'well';
              break;
            case 'unseen':
              wanted = null;
              break;
            case 'hand-closes':
              book = byHand;
              closedByHand = true;
              break;
            case 'hand-opens':
              book = freed;
              closedByHand = false;
              break;
            case 'reload':
              book = loaded;
              closedByHand = false;
              break;
            default:
          }
          const next = bookStep(entry, book, wanted, ISSUES, 'in-book');
          if (next.kind === 'leave') {
            entry = noteAfterRead(entry, book, next);
            continue;
          }
          expect(next.available).not.toBe(book.available);
          expect(closedByHand).toBe(false);
          entry = { ...entry, doing: next };
          if (what !== 'killed-before') {
            book = {
              available: next.available,
              reason: next.available ? next.reason : `unavailable because ${next.reason}`,
            };
          }
          entry = bookNoteIn(JSON.stringify(entry));
          if (what !== 'killed-before' && what !== 'killed-after') {
            entry = noteAfterSet(next);
          }
        }
        // Left alone by everybody it ends as it should be, unless somebody closed or opened it.
        for (let look = 0; look < 2; look += 1) {
          const next = bookStep(entry, book, true, [], 'in-book');
          entry = next.kind === 'set' ? noteAfterSet(next) : noteAfterRead(entry, book, next);
          book = next.kind === 'set' ? next : book;
        }
        expect(book.available).toBe(!closedByHand);
      }),
    );
  });

  it('is as wanted in the end where nobody has a hand in it, however often we were cut off', () => {
    const acts = fc.array(fc.constantFrom('bad', 'well', 'unseen', 'reload', 'killed-before', 'killed-after'));
    fc.assert(
      fc.property(acts, fc.boolean(), (story, last) => {
        let entry = fresh;
        let book: InBook = loaded;
        let wanted: boolean | null = null;
        for (const what of [...story, last ? 'well' : 'bad', 'look']) {
          wanted = what === 'bad' || what === 'well' ? what === 'well' : what === 'unseen' ? null : wanted;
          book = what === 'reload' ? loaded : book;
          const next = bookStep(entry, book, wanted, ISSUES, 'in-book');
          if (next.kind === 'leave') {
            entry = noteAfterRead(entry, book, next);
            continue;
          }
          entry = { ...entry, doing: { available: next.available, reason: next.reason } };
          if (what !== 'killed-before') {
            book = { ...next, reason: next.available ? next.reason : `unavailable because ${next.reason}` };
            entry = what === 'killed-after' ? entry : noteAfterSet(next);
          }
        }
        expect(book.available).toBe(last);
      }),
    );
  });
});
