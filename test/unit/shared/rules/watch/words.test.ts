/** Every decision says because: the sentences that stand in the history, in the window and in pages. */
import { describe, expect, it } from 'vitest';
import { loseSight, unseen } from '../../../../../shared/rules/health.ts';
import { describeCheck } from '../../../../../shared/rules/watch/words.ts';
import { believed, CHECK } from '../../../../harness/tries.ts';
import { configOf, fileOf, story } from '../../../../harness/watch-story.ts';

const tcp = { type: 'tcp' as const, host: '127.0.0.1', port: 1, id: CHECK };
const component = configOf(fileOf({ components: [{ id: 'web', checks: [tcp] }] })).components.get('web' as never);
if (component === undefined) {
  throw new Error('the component is in the file');
}

describe('a check says because', () => {
  it.each([
    ['never looked at', unseen(CHECK), 'Not looked at yet'],
    ['well', believed('SS'), 'Passing'],
    ['failing, not confirmed, passing again', believed('SFS'), 'Passing again'],
    ['down by the counter', believed('SFFF'), 'connection refused, 3 failures'],
    ['down by a counter of one', { ...believed('SFFF'), failures: 1 }, 'connection refused, 1 failure'],
    [
      'down by the window',
      believed(`S${'FFS'.repeat(6)}FF`),
      '14 of the last 20 tries failed (connection refused); flapping: 13 changes in the last 21 tries',
    ],
    ['starting', believed('SB'), 'Instance is booting'],
    ['away', loseSight(believed('SS'), 99_000), 'Lost from sight'],
    ['flapping', believed('SF'.repeat(20)), 'Passing again; flapping: 20 changes in the last 21 tries'],
  ])('%s', (_state, health, words) => {
    expect(describeCheck(health, component)).toBe(words);
  });

  it('in the history with every change, the window named as the reason', () => {
    const tale = story().pass();
    for (let round = 0; round < 7; round += 1) {
      tale.wait(30_000).fail().wait(30_000).fail().wait(30_000).pass();
    }
    const texts = tale.events.filter(({ type }) => type === 'check' || type === 'status').map(({ text }) => text);
    expect(texts.at(0)).toBe('api/http: unknown -> up. Passing');
    const down = texts.findLast((text) => text.startsWith('API: operational -> major_outage'));
    expect(down).toMatch(/^API: operational -> major_outage\. 14 of the last 20 tries failed \(connection refused\)/);
    expect(texts.some((text) => text.startsWith('api/http: up. Passing again; flapping: '))).toBe(true);
  });
});
