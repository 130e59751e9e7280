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
  it('is made once for all who ask at the same time, and again for who wants no kept answer', () => {
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
    names('a', note('four'), { anew: true });
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

/** A resolver that answers when it is told to, on a clock of its own. */
function aResolver() {
  let now = 0;
  const hanging = new Map<string, (error: Error | null) => void>();
  const names = createNames(
    (host, done) => hanging.set(host, (error) => done(error, error ? [] : [`of ${host}`])),
    () => now,
  );
  return {
    names,
    asked: () => [...hanging.keys()],
    pass: (ms: number) => {
      now += ms;
    },
    answer: (host: string, error: Error | null = null) => {
      const tell = hanging.get(host);
      hanging.delete(host);
      tell?.(error);
    },
  };
}
const nobody = () => undefined;

describe('an answer', () => {
  it('is kept for five seconds, and said to be kept', () => {
    const { names, asked, answer, pass } = aResolver();
    const got: unknown[] = [];
    names('a', (...all) => got.push(all));
    answer('a');
    pass(4_999);
    names('a', (...all) => got.push(all));
    expect(asked()).toEqual([]);
    expect(got).toEqual([
      [null, ['of a'], false],
      [null, ['of a'], true],
    ]);
    pass(1);
    names('a', nobody);
    expect(asked()).toEqual(['a']);
  });

  it('is not kept when it is a failure, which also ends what was kept', () => {
    const { names, asked, answer } = aResolver();
    names('a', nobody);
    answer('a');
    names('a', nobody, { anew: true });
    answer('a', new Error('ENOTFOUND'));
    names('a', nobody);
    expect(asked()).toEqual(['a']);
  });
});

describe('lookups that hang', () => {
  it('leave one of the four threads alone; who waits hears when its turn comes, in order of coming', () => {
    const { names, asked, answer } = aResolver();
    const turns: string[] = [];
    for (const host of ['a', 'b', 'c', 'd', 'e']) {
      names(host, nobody, { asked: () => void turns.push(host) });
    }
    names('a', nobody, { asked: () => void turns.push('a too') });
    expect(asked()).toEqual(['a', 'b', 'c']);
    answer('b');
    answer('c');
    expect(turns).toEqual(['a', 'b', 'c', 'a too', 'd', 'e']);
  });

  it('are made one at a time the next time, so that healthy names are answered beside them', () => {
    const { names, asked, answer, pass } = aResolver();
    const dead = ['dead1', 'dead2', 'dead3', 'dead4'];
    const askAll = (hosts: readonly string[]) => hosts.forEach((host) => void names(host, nobody));
    askAll(dead);
    pass(10_000);
    for (const host of dead) {
      answer(host, new Error('EAI_AGAIN'));
      pass(1_500);
    }
    expect(asked()).toEqual([]);
    askAll([...dead, 'well1', 'well2']);
    expect(asked()).toEqual(['dead1', 'well1', 'well2']);
    answer('well1');
    expect(asked()).toEqual(['dead1', 'well2']);
    answer('well2');
    pass(10_000);
    answer('dead1', new Error('EAI_AGAIN'));
    expect(asked()).toEqual(['dead2']);
  });

  it('are forgiven as soon as they are answered promptly', () => {
    const { names, asked, answer, pass } = aResolver();
    names('a', nobody);
    names('b', nobody);
    pass(2_000);
    answer('a');
    answer('b');
    names('a', nobody, { anew: true });
    names('b', nobody, { anew: true });
    expect(asked()).toEqual(['a']);
    answer('a');
    answer('b');
    names('a', nobody, { anew: true });
    names('b', nobody, { anew: true });
    expect(asked()).toEqual(['a', 'b']);
  });
});
