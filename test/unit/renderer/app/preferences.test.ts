import { describe, expect, it } from 'vitest';
import { createPreferences } from '../../../../renderer/app/preferences.ts';

function storageWith(text: string | null) {
  let kept = text;
  return {
    kept: () => kept,
    storage: {
      getItem: () => kept,
      setItem: (_key: string, value: string) => {
        kept = value;
      },
    },
  };
}

describe('the window’s own settings', () => {
  it('are kept', () => {
    const { storage, kept } = storageWith(null);
    createPreferences(() => storage).setState({ theme: 'dark' });
    expect(createPreferences(() => storageWith(kept()).storage).getState()).toEqual({
      theme: 'dark',
      letterKeys: true,
    });
  });

  it.each(['', '{', 'null', '7', '{"theme":"plaid","letterKeys":"no"}'])(
    'fall back to the usual when %j was kept',
    (text) => {
      expect(createPreferences(() => storageWith(text).storage).getState()).toEqual({
        theme: 'system',
        letterKeys: true,
      });
    },
  );

  it('work where storing is forbidden', () => {
    const preferences = createPreferences(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    preferences.setState({ letterKeys: false });
    expect(preferences.getState().letterKeys).toBe(false);
  });
});
