/** Names to addresses: asked once, tried by turns. */
import { describe, expect, it } from 'vitest';
import { byTurns, createNames } from '../../../../electron/probes/names.ts';

describe('addresses', () => {
  it.each([
    { found: [], turns: [] },
    { found: ['1.1.1.1'], turns: ['1.1.1.1'] },
    { found: ['::1', '::2', '1.1.1.1'], turns: ['::1', '1.1.1.1', '::2'] },
    { found: ['1.1.1.1', '::1', '::2', '::3'], turns: ['1.1.1.1', '::1', '::2', '::3'] },
    { found: ['1.1.1.1', '2.2.2.2', '3.3.3.3', '::1'], turns: ['1.1.1.1', '::1', '2.2.2.2', '3.3.3.3'] },
  ])('$found are tried as $turns', ({ found, turns }) => {
    expect(byTurns(found)).toEqual(turns);
  });
});

describe('a lookup', () => {
  it('is made once for all who ask at the same time, and again for who asks later', () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const names = createNames((host, done) => {
      asked.push(host);
      answers.push(() => done(null, ['127.0.0.1']));
    });
    const got: string[] = [];
    const note = (who: string) => (_error: Error | null, addresses: readonly string[]) =>
      void got.push(`${who} ${addresses}`);
    names('a', note('one'));
    names('a', note('two'));
    names('b', note('three'));
    expect(asked).toEqual(['a', 'b']);
    answers[0]?.();
    expect(got).toEqual(['one 127.0.0.1', 'two 127.0.0.1']);
    names('a', note('four'));
    expect(asked).toEqual(['a', 'b', 'a']);
  });

  it('that fails, fails for all who asked', () => {
    let answer = () => undefined as unknown;
    const names = createNames((_host, done) => {
      answer = () => done(new Error('ENOTFOUND'), []);
    });
    const got: string[] = [];
    names('a', (error) => got.push(String(error?.message)));
    names('a', (error) => got.push(String(error?.message)));
    answer();
    expect(got).toEqual(['ENOTFOUND', 'ENOTFOUND']);
  });
});
