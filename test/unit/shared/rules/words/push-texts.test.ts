import { describe, expect, it } from 'vitest';
import { pushText } from '../../../../../shared/rules/words/push-texts.ts';

const page = {
  title: 'DOWN api-gateway',
  text: '503 Service Unavailable for 2 min, third failure, since 02:14',
  because: 'step 1 of 2 of policy default, on call by schedule primary',
};
const limits = { title: 250, body: 1_000 };

describe('the text of a push notice', () => {
  it('says what happened, and why it was sent', () => {
    expect(pushText(page, limits)).toEqual({
      title: 'DOWN api-gateway',
      body: '503 Service Unavailable for 2 min, third failure, since 02:14\nSent because of: step 1 of 2 of policy default, on call by schedule primary',
    });
  });

  it('is the title when there is no text, and ends there when there is no reason', () => {
    expect(pushText({ ...page, text: '', because: '' }, limits).body).toBe('DOWN api-gateway');
  });

  it('holds no line ends or marks of a server', () => {
    const { title, body } = pushText({ title: 'DOWN\u202eapi\n', text: 'a\r\nb', because: 'c\u0000d' }, limits);
    expect(title).toBe('DOWN api');
    expect(body).toBe('a b\nSent because of: c d');
  });

  it.each([
    { story: 'fits exactly', body: 61 + 1 + 75, ends: 'primary' },
    { story: 'drops the reason, whole, when it does not fit', body: 61 + 1 + 74, ends: '02:14' },
    { story: 'cuts what happened at a word when even that is too long', body: 40, ends: '...' },
  ])('$story', ({ body, ends }) => {
    const text = pushText(page, { title: 250, body }).body;
    expect(text.endsWith(ends)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(body);
  });

  it('has a title within its limit', () => {
    expect(pushText({ ...page, title: 'x '.repeat(500) }, limits).title.length).toBeLessThanOrEqual(250);
  });
});
