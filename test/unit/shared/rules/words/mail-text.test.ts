import { describe, expect, it } from 'vitest';
import { mailText } from '../../../../../shared/rules/words/mail-text.ts';
import { aPage } from '../../../../harness/page.ts';

describe('a page as a mail', () => {
  it('names a component once when its name is its id', () => {
    expect(mailText(aPage({ componentName: 'api' })).body).toContain('\nComponent: api\n');
  });

  it('leaves out what is not known, and the severity of what is over', () => {
    const { body } = mailText(
      aPage({ kind: 'close', title: 'UP api', text: 'after 4 min', componentId: null, incidentId: null, because: '' }),
    );
    expect(body).toBe('UP api\nafter 4 min\n');
  });

  it('cuts a subject between words, and never the text', () => {
    const { subject, body } = mailText(aPage({ title: `DOWN ${'name '.repeat(80)}` }));
    expect(subject).toMatch(/^DOWN (?:name )+name\.\.\.$/);
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(body).toContain('name '.repeat(79));
  });
});
