/** What the README shows of sources is a configuration. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/config/parse.ts';

const SECRET = `whsec_${'A'.repeat(32)}`;

/** What the README leaves out. */
const REST = `version: 1
settings: { smtp: {} }
components: [{ id: backup, tags: [backed-up], checks: [{ type: tcp, host: localhost, port: 1 }] }]
people: [{ id: kim, name: Kim, channels: [notice] }]
channels: [{ id: notice, type: native }]
policies: [{ id: default, steps: [{ targets: [{ person: kim }], delay: 5m }] }]
`;

it('the sources of the README are a configuration', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [, sources = ''] = /```yaml\n(sources:\n[\s\S]*?)```/.exec(readme) ?? [];
  const parsed = parseConfig(`${REST}${sources}`, { env: { CI_SECRET: SECRET }, unseal: () => null });
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  expect(parsed.ok && [...parsed.config.sources.keys()]).toEqual(['prom', 'cron', 'ci', 'nagios']);
});
