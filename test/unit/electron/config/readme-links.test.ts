/** What the README shows of links is a configuration. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/config/parse.ts';

/** What the README leaves out. */
const REST = `version: 1
groups: [{ id: web, name: Web }]
components:
  - { id: shop, checks: [{ type: tcp, host: localhost, port: 1 }] }
  - { id: api, checks: [{ type: tcp, host: localhost, port: 2 }] }
`;

it('the links of the README are a configuration', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, links = ''] = /```yaml\n(links:\n[\s\S]*?)```/.exec(readme) ?? [];
  const env = { CACHET_TOKEN: 'abcdefgh', OPS_SECRET: `whsec_${'A'.repeat(32)}`, GITHUB_TOKEN: 'abcdefgh' };
  const parsed = parseConfig(`${REST}${links}`, { env, unseal: () => null });
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  expect(parsed.ok && [...parsed.config.links.keys()]).toEqual(['status', 'ops', 'gate']);
});
