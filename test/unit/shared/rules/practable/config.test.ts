/** practable systems in the configuration: what they mean, what cannot be meant, and the components that they make. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../../electron/config/parse.ts';
import { SystemId } from '../../../../../shared/model/practable/settings.ts';
import { withPractable } from '../../../../../shared/rules/practable/component.ts';
import type { Known } from '../../../../../shared/rules/practable/known.ts';
import { configOf, type FileInput, fileOf } from '../../../../harness/watch-story.ts';

const LAB = SystemId.parse('lab');
const place = (service: string) => ({ url: `https://h/${service}`, secret: `${service}-secret` });
const system = { id: 'lab', book: place('book'), jump: place('jump'), relay: place('relay') };
const aaaa: Known = new Map([
  [
    'aaaa00',
    { stub: 'aaaa00', name: 'r-aaaa00', description: 'd', required: ['aaaa00-st-x'], others: [], firstSeenAt: 0 },
  ],
]);

const house = (more: object = {}, file: Partial<FileInput> = {}): FileInput =>
  fileOf({ practable: [{ ...system, ...more }] as never, ...file });
const componentsOf = (file: FileInput, known = aaaa) => withPractable(configOf(file), () => known).components;

const read = (lines: readonly string[]) =>
  parseConfig(`version: 1\npractable:\n${lines.map((line) => `  ${line}`).join('\n')}\n`, {
    env: {},
    unseal: () => null,
  });
const LINES = [
  '- id: lab',
  '  book: { url: "https://h/book", secret: book-secret }',
  '  jump: { url: "https://h/jump", secret: jump-secret }',
  '  relay: { url: "https://h/relay", secret: relay-secret }',
];

describe('an experiment', () => {
  it('takes the policy, the routes, the silences and the maintenance of its system', () => {
    const once = { kind: 'once' as const, from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
    const file = house(
      { group: 'labs', tags: ['lab'] },
      {
        groups: [{ id: 'labs', name: 'Labs' }],
        routes: [{ match: { tags: ['lab'] }, policy: 'default' }],
        silences: [{ id: 's', match: { groups: ['labs'] }, reason: 'known', by: 'Kim', ...once }],
        maintenance: [{ id: 'm', name: 'Move', for: { groups: ['labs'] }, ...once }],
      },
    );
    const component = componentsOf(file).get('practable/lab/x/aaaa00' as never);
    expect(component).toMatchObject({ group: 'labs', tags: ['lab'], policy: 'default' });
    expect([component?.routes, component?.silences, component?.maintenance].map((list) => list?.length)).toEqual([
      1, 1, 1,
    ]);
  });

  it('is as bad as `amountsTo` says', () => {
    const file = house({ amountsTo: { required: 'partial_outage', jump: 'major_outage' } });
    const checks = componentsOf(file).get('practable/lab/x/aaaa00' as never)?.checks;
    expect(checks?.map(({ failureStatus }) => failureStatus)).toEqual(['partial_outage', 'major_outage']);
  });

  it('is on the status page where that shows everything, or its group', () => {
    const shows = (show: unknown) => {
      const file = house({ group: 'labs' }, {
        groups: [{ id: 'labs', name: 'Labs' }],
        settings: { statusPage: { show } },
      } as never);
      return [...withPractable(configOf(file), () => aaaa).publicFaces.keys()];
    };
    expect(shows('everything')).toContain('practable/lab/x/aaaa00');
    expect(shows({ groups: ['labs'] })).toEqual(['practable/lab', 'practable/lab/x/aaaa00']);
    expect(shows({ components: ['api'] })).toEqual(['api']);
  });

  it('of another system has another name, though its stub is the same', () => {
    const file = fileOf({ practable: [system, { ...system, id: 'hut' }] as never });
    expect([...componentsOf(file).keys()]).toEqual([
      'api',
      'practable/lab',
      'practable/lab/x/aaaa00',
      'practable/hut',
      'practable/hut/x/aaaa00',
    ]);
  });

  it('changes nothing of a configuration without a system', () => {
    const config = configOf(fileOf());
    expect(withPractable(config, () => aaaa)).toBe(config);
    expect(configOf(house()).practable.get(LAB)?.name).toBe('lab');
  });
});

describe('what cannot be meant', () => {
  it.each([
    {
      what: 'an unknown field',
      lines: [...LINES, '  gracee: 1m'],
      says: /unknown field `gracee`; did you mean `grace`\?/,
    },
    { what: 'no relay', lines: LINES.slice(0, 3), says: /`relay` is missing/ },
    {
      what: 'a relay below /api/v1',
      lines: [...LINES.slice(0, 3), '  relay: { url: "https://h/relay/api/v1/", secret: s }'],
      says: /book and jump answer there, relay does not/,
    },
    {
      what: 'an address with a query',
      lines: [...LINES.slice(0, 3), '  relay: { url: "https://h/relay?x=1", secret: s }'],
      says: /leave the query out/,
    },
    {
      what: 'no address at all',
      lines: [...LINES.slice(0, 3), '  relay: { url: relay, secret: s }'],
      says: /an http:\/\/ or https:\/\/ address/,
    },
    { what: 'a limit below what relay can tell', lines: [...LINES, '  lastChecked: 5s'], says: /at least 7s/ },
    { what: 'a group that is not there', lines: [...LINES, '  group: labs'], says: /unknown group `labs`/ },
    { what: 'a policy that is not there', lines: [...LINES, '  policy: night'], says: /unknown policy `night`/ },
    { what: 'the same id twice', lines: [...LINES, ...LINES], says: /practable id `lab`/ },
  ])('is told with its place: $what', ({ lines, says }) => {
    const parsed = read(lines);
    expect(parsed.ok).toBe(false);
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems.map(({ message }) => message).join('\n')).toMatch(says);
    expect(problems.every(({ line }) => line !== null && line > 1)).toBe(true);
  });

  it('may not be called like something of ours', () => {
    expect(() => configOf(fileOf({ groups: [{ id: 'practable/lab', name: 'x' }] }))).toThrow(
      /practable systems and their experiments/,
    );
  });
});

describe('what will surprise', () => {
  const warnings = (lines: readonly string[]) => {
    const parsed = read(lines);
    return parsed.ok ? parsed.warnings.map(({ message }) => message) : parsed.problems.map(({ message }) => message);
  };

  it('is told: nobody to page, no certificate looked at, tokens in the clear', () => {
    const lines = [
      ...LINES.slice(0, 3),
      '  relay: { url: "http://relay.example.org", secret: relay-secret }',
      '  verifyTls: false',
    ];
    expect(warnings(lines)).toEqual(
      expect.arrayContaining([
        'nobody is paged for its experiments: there is no policy',
        'certificates are not verified (verifyTls: false)',
        'tokens go over the wire unencrypted (http)',
      ]),
    );
  });

  it('is not that tokens go to this very machine', () => {
    const lines = [...LINES.slice(0, 3), '  relay: { url: "http://127.0.0.1:4000", secret: relay-secret }'];
    expect(warnings(lines)).not.toContain('tokens go over the wire unencrypted (http)');
  });
});

it('the secrets of a system are secrets of ours', () => {
  const parsed = read(LINES);
  expect(parsed.ok && parsed.secrets).toEqual(expect.arrayContaining(['book-secret', 'jump-secret', 'relay-secret']));
});

it('the system of the README is a configuration', () => {
  const [, shown = ''] = /```yaml\n(practable:\n[\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const env = { LAB_BOOK_SECRET: 'book-secret', LAB_JUMP_SECRET: 'jump-secret', LAB_RELAY_SECRET: 'relay-secret' };
  const parsed = parseConfig(`version: 1\ngroups: [{ id: labs, name: Labs }]\n${shown}`, { env, unseal: () => null });
  expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  expect(parsed.ok && [...parsed.config.practable.keys()]).toEqual(['lab']);
});
