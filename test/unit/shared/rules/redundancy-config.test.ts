/** A redundancy rule in the file: names that are there, and a number that can be reached. */
import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../shared/model/config.ts';
import { pathText } from '../../../../shared/rules/config/complaint.ts';
import { resolveConfig } from '../../../../shared/rules/config.ts';

const tcp = { type: 'tcp', host: 'web', port: 80 };
const count = { type: 'count', token: 'a-token-nobody-guesses' };

function problems(
  redundancy: object,
  checks: readonly object[] = [
    { ...tcp, id: 'web/one' },
    { ...tcp, id: 'web/two' },
  ],
) {
  const resolved = resolveConfig(ConfigFile.parse({ version: 1, components: [{ id: 'web', checks, redundancy }] }));
  return resolved.ok ? [] : resolved.problems.map(({ path, message }) => `${pathText(path)}: ${message}`);
}
const AT = 'components[0].redundancy';

describe('a redundancy rule', () => {
  it.each([
    ['may count on every check', { atLeast: 2 }, []],
    ['may have a backup', { atLeast: 1, backups: ['web/two'] }, []],
    [
      'does not count on more than there are',
      { atLeast: 3 },
      [`${AT}.atLeast: only 2 stand in for each other; need at most so many`],
    ],
    [
      'names checks that are there',
      { atLeast: 1, backups: ['web/tow'] },
      [`${AT}.backups[0]: unknown check \`web/tow\` of this component; did you mean \`web/two\`?`],
    ],
    [
      'has backups among those that stand in for each other',
      { atLeast: 1, checks: ['web/one'], backups: ['web/two'] },
      [`${AT}.backups[0]: \`web/two\` is not among the \`checks\` of this redundancy`],
    ],
    [
      'has somebody who normally serves',
      { atLeast: 1, backups: ['web/one', 'web/two'] },
      [`${AT}.backups: all of them are backups; leave out those that normally serve`],
    ],
    [
      'names nobody twice',
      { atLeast: 1, checks: ['web/one', 'web/one'] },
      [`${AT}.checks[1]: check \`web/one\` stands twice; once is enough`],
    ],
  ])('%s', (_rule, redundancy, expected) => {
    expect(problems(redundancy)).toEqual(expected);
  });

  it('knows the ids that checks get by themselves', () => {
    expect(problems({ atLeast: 1, backups: ['web/tcp-2'] }, [tcp, tcp])).toEqual([]);
  });

  it("does not count on people's reports: they serve nobody", () => {
    expect(problems({ atLeast: 2 }, [tcp, count])).toEqual([
      `${AT}.atLeast: only 1 stand in for each other; need at most so many`,
    ]);
  });
});
