/** The way from the page to where people ask to be told. */
import { expect, it } from 'vitest';
import { NO_OWN_FILES, pageFiles } from '../../../../../shared/rules/status-page/files.ts';
import { fleet, pageOf } from '../../../../harness/status-page.ts';
import { mailer } from '../../../../harness/subscribers.ts';

const publicUrl = 'https://pager.example.org/bell/';

function front(settings: object, path: string, served: 'live' | 'file'): string {
  const page = pageOf({ file: fleet({}, { settings, channels: [mailer], people: [], schedules: [], policies: [] }) });
  return String(pageFiles(page, NO_OWN_FILES, served).get(path)?.paint());
}

it.each(['live', 'file'] as const)('is on the page, %s, as a whole address in the language of the reader', (served) => {
  const settings = { publicUrl, statusPage: { subscribers: { by: 'mailer' } } };
  expect(front(settings, 'index.html', served)).toContain(
    '<a href="https://pager.example.org/bell/status/subscribe?lang=en">E-mail</a>',
  );
  expect(front(settings, 'index.de.html', served)).toContain('/status/subscribe?lang=de">E-Mail</a>');
});

it('is not there where nobody is told', () => {
  expect(front({ publicUrl, statusPage: {} }, 'index.html', 'live')).not.toContain('subscribe?');
});
