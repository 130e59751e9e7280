/** Links in the configuration: what cannot be meant is said with its place, its value and a remedy. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/config/parse.ts';

const HEAD = `version: 1
groups: [{ id: web, name: Web }]
components:
  - { id: shop, group: web, checks: [{ type: tcp, host: 127.0.0.1, port: 1 }] }
links:
`;
const parse = (links: string) => parseConfig(`${HEAD}${links}`, { env: {}, unseal: () => null });
const CACHET = 'id: status, type: cachet, url: "https://status.example.org", token: abcdefgh';

/** What is wrong, as `path: message`. */
function problems(links: string): readonly string[] {
  const parsed = parse(links);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('links', () => {
  it('are as they stand in the file, with what is left out filled in', () => {
    const parsed = parse(`  - { ${CACHET} }\n`);
    expect(parsed.ok && [...parsed.config.links.values()]).toMatchObject([
      {
        tell: ['components', 'incidents', 'maintenance'],
        incidentsAfter: 60_000,
        perMinute: 60,
        handMade: 'leave',
        recheckEvery: 600_000,
        create: false,
        verifyTls: true,
      },
    ]);
  });

  it('that name metrics are told of latency', () => {
    const parsed = parse(`  - { ${CACHET}, metrics: { shop: 3 } }\n`);
    expect(parsed.ok && [...parsed.config.links.values()][0]?.tell).toContain('latency');
  });

  it.each([
    [
      `{ ${CACHET}, components: { shpo: 3 } }`,
      'links[0].components.shpo: unknown component `shpo`; did you mean `shop`?',
    ],
    [`{ ${CACHET}, metrics: { shpo: 3 } }`, 'links[0].metrics.shpo: unknown component `shpo`; did you mean `shop`?'],
    [`{ ${CACHET}, for: { groups: [wbe] } }`, 'links[0].for.groups[0]: unknown group `wbe`; did you mean `web`?'],
    [`{ ${CACHET}, for: {} }`, 'name at least one of `components`, `groups` or `tags`, or leave `for` out'],
    [`{ ${CACHET}, handmade: leave }`, 'did you mean `handMade`?'],
    [`{ ${CACHET}, handMade: keep }`, 'links[0].handMade'],
    [`{ ${CACHET}, components: { shop: 0 } }`, 'links[0].components.shop'],
    ['{ id: gh, type: github, repository: shop, token: abcdefgh }', 'owner/name, like example/shop'],
    [
      '{ id: ops, type: webhook, url: "http://127.0.0.1:1", template: "{{nmae}}" }',
      'unknown field `nmae`; did you mean `name`?',
    ],
    [
      '{ id: ops, type: webhook, url: "http://127.0.0.1:1", contentType: text/plain }',
      'add a `template`, or leave it out',
    ],
    ['{ id: ops, type: webhook, url: "http://kim:pw@127.0.0.1:1" }', 'links[0].url: write the login as a header'],
    [
      '{ id: ops, type: webhook, url: "http://127.0.0.1:1", secret: "not base64!" }',
      'links[0].secret: must be whsec_ followed by base64',
    ],
    ['{ id: ops, type: pigeon }', 'links[0]'],
  ])('%s is a mistake: %s', (link, expected) => {
    const [first, ...others] = problems(`  - ${link}\n`);
    expect(others).toEqual([]);
    expect(first).toContain(expected);
    expect(first).not.toMatch(/not base64!|kim:pw/);
  });

  it('have each an id of their own', () => {
    expect(problems(`  - { ${CACHET} }\n  - { ${CACHET} }\n`).join()).toContain('link id `status`');
  });

  it('that trust any certificate are warned of', () => {
    const parsed = parse(`  - { ${CACHET}, verifyTls: false }\n`);
    expect(parsed.ok && parsed.warnings.map(({ path, message }) => `${path}: ${message}`).join()).toContain(
      'links[0].verifyTls: whoever stands in between',
    );
  });
});
