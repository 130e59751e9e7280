import { describe, expect, it } from 'vitest';
import { KEY_LIST, type KeyMeaning, type Press, readKey } from '../../../../renderer/app/keyboard.ts';

const press = (key: string, changed: Partial<Press> = {}): Press => ({
  key,
  modified: false,
  on: 'page',
  atMs: 1_000,
  ...changed,
});
const meaning = (key: string, changed: Partial<Press> = {}) => readKey(press(key, changed), null, true).meaning;

describe('a key', () => {
  it.each<[string, KeyMeaning]>([
    ['a', 'acknowledge'],
    ['A', 'acknowledge-with-note'],
    ['z', 'snooze'],
    ['e', 'escalate'],
    ['r', 'check-now'],
    ['o', 'open'],
    ['s', 'sound-off'],
    ['j', 'next'],
    ['k', 'previous'],
    ['Enter', 'details'],
    ['/', 'filter'],
    ['q', 'quiet'],
    ['?', 'keys'],
    ['Escape', 'back'],
  ])('%s means %s', (key, expected) => {
    expect(meaning(key)).toBe(expected);
  });

  it.each<[string, KeyMeaning]>([
    ['n', 'go:now'],
    ['c', 'go:components'],
    ['t', 'go:timeline'],
    ['o', 'go:on-call'],
    ['h', 'go:channels'],
    ['s', 'go:self-check'],
  ])('g %s means %s', (key, expected) => {
    const first = readKey(press('g'), null, true);
    expect(first.meaning).toBeNull();
    expect(readKey(press(key, { atMs: 1_500 }), first.chord, true)).toEqual({ meaning: expected, chord: null });
  });

  it('after a g that was long ago stands for itself', () => {
    const { chord } = readKey(press('g'), null, true);
    expect(readKey(press('o', { atMs: 9_000 }), chord, true).meaning).toBe('open');
  });

  it('after g that leads nowhere does nothing: a slip must not acknowledge', () => {
    const { chord } = readKey(press('g'), null, true);
    expect(readKey(press('a', { atMs: 1_200 }), chord, true)).toEqual({ meaning: null, chord: null });
  });

  it('is left alone inside fields, menus and dialogs', () => {
    for (const key of ['a', 'g', '/', 'Enter', 'Escape']) {
      expect(meaning(key, { on: 'field' })).toBeNull();
    }
  });

  it('is left alone with Ctrl, Alt or Meta', () => {
    expect(meaning('a', { modified: true })).toBeNull();
  });

  it('Enter belongs to the button or link that has the focus, letters do not', () => {
    expect(meaning('Enter', { on: 'control' })).toBeNull();
    expect(meaning('a', { on: 'control' })).toBe('acknowledge');
  });

  it('of one letter can be switched off; Enter and Escape stay', () => {
    expect(readKey(press('a'), null, false).meaning).toBeNull();
    expect(readKey(press('g'), null, false).chord).toBeNull();
    expect(readKey(press('Escape'), null, false).meaning).toBe('back');
    expect(readKey(press('Enter'), null, false).meaning).toBe('details');
  });

  it('stands in the list of all keys exactly once', () => {
    const listed = KEY_LIST.map(({ keys }) => keys);
    expect(new Set(listed).size).toBe(listed.length);
    expect(KEY_LIST.map(({ meaning: listedMeaning }) => listedMeaning)).toContain('acknowledge-with-note');
  });
});
