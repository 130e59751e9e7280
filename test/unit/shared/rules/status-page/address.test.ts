/** Where the page is, for people elsewhere and for whoever sits here. */
import { expect, it } from 'vitest';
import { pageAddress, publicAddress } from '../../../../../shared/rules/status-page/address.ts';
import { fleet } from '../../../../harness/status-page.ts';
import { configOf } from '../../../../harness/watch-story.ts';

const HERE = 'http://127.0.0.1:8730/';

it.each<[string, object, string | null, string | null]>([
  [
    'its own address',
    { statusPage: { url: 'https://status.example.org' } },
    'https://status.example.org/',
    'https://status.example.org/',
  ],
  [
    'its own before the public one',
    { statusPage: { url: 'https://status.example.org/x/' }, publicUrl: 'https://pager.example.org' },
    'https://status.example.org/x/',
    'https://status.example.org/x/',
  ],
  [
    'below the public one',
    { statusPage: {}, publicUrl: 'https://pager.example.org/bell/' },
    'https://pager.example.org/bell/status/',
    'https://pager.example.org/bell/status/',
  ],
  ['only here', { statusPage: {} }, null, `${HERE}status/`],
  ['nowhere', { publicUrl: 'https://pager.example.org' }, 'https://pager.example.org/status/', null],
])('%s', (_story, settings, elsewhere, here) => {
  const config = configOf(fleet({}, { settings }));
  expect([publicAddress(config.settings), pageAddress(config.settings, HERE)]).toEqual([elsewhere, here]);
});

it('is nowhere while nothing is served and nobody said where', () => {
  expect(pageAddress(configOf(fleet()).settings, null)).toBeNull();
});
