import { describe, expect, it } from 'vitest';
import { spokenText } from '../../../../../shared/rules/words/spoken-text.ts';
import { aPage } from '../../../../harness/page.ts';

describe('a page that is read aloud', () => {
  it('is a few sentences', () => {
    expect(spokenText(aPage())).toBe(
      'DOWN api-gateway. 503 Service Unavailable for 2 min, third failure, since 02:14.',
    );
    expect(spokenText(aPage({ text: '' }))).toBe('DOWN api-gateway.');
  });

  it('is over before the listener is', () => {
    const text = spokenText(aPage({ text: 'word '.repeat(200) }));
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).toMatch(/word\.\.\.$/);
  });
});
