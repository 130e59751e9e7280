/** Sources in the configuration: what they mean, what cannot be meant, and the components that their alerts make. */
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../../shared/model/alert.ts';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import { withAlerts } from '../../../../../shared/rules/alerts/component.ts';
import { pathText } from '../../../../../shared/rules/config/complaint.ts';
import { resolveConfig } from '../../../../../shared/rules/config.ts';
import { houseWithSource, PROM } from '../../../../harness/alerts.ts';
import { configOf, type FileInput } from '../../../../harness/watch-story.ts';

const alert: Alert = {
  number: 1,
  source: PROM,
  key: 'k',
  name: 'HighLatency api-1',
  summary: 's',
  severity: 'high',
  origin: '',
  details: [],
  links: [],
  at: 0,
  lastAt: 0,
  repeats: 0,
  stormy: false,
  takenAt: null,
  takenSaid: false,
  ended: null,
};

const componentOf = (file: FileInput, id = 'alerts/1') =>
  [...withAlerts(configOf(file), [alert]).components.values()].find((one) => one.id === id);

describe('an alert', () => {
  it('pages at once and closes at once, by the default policy', () => {
    expect(componentOf(houseWithSource())).toMatchObject({
      name: 'HighLatency api-1',
      policy: 'default',
      pageAfter: { low: 0, high: 0, critical: 0 },
      closeAfter: 0,
    });
  });

  it('goes by routes, silences and maintenance of the group and the tags of its source', () => {
    const once = { kind: 'once' as const, from: '2026-01-05T00:00:00Z', to: '2026-01-06T00:00:00Z' };
    const file = houseWithSource(
      { group: 'infra', tags: ['prom'] },
      {
        groups: [{ id: 'infra', name: 'Infra' }],
        routes: [{ match: { tags: ['prom'] }, policy: 'default' }],
        silences: [{ id: 's', match: { tags: ['prom'] }, reason: 'known since', by: 'Kim', ...once }],
        maintenance: [{ id: 'm', name: 'Move', for: { groups: ['infra'] }, ...once }],
      },
    );
    const component = componentOf(file);
    expect(component?.group).toBe('infra');
    expect([component?.routes, component?.silences, component?.maintenance].map((list) => list?.length)).toEqual([
      1, 1, 1,
    ]);
  });

  it('of a source with a policy of its own asks no routes', () => {
    const routes = [{ match: {}, policy: 'default' }];
    expect(componentOf(houseWithSource({ policy: 'default' }, { routes }))?.routes).toEqual([]);
  });

  it('of a source of a component is a check of it, beside its own', () => {
    const file = houseWithSource({ component: 'api' });
    expect(componentOf(file)).toBeUndefined();
    expect(componentOf(file, 'api')?.checks.map(({ id }) => id)).toEqual(['api/http', 'alerts/prom']);
  });

  it('leaves a configuration without sources as it is', () => {
    const config = configOf(houseWithSource({}, { sources: [] }));
    expect(withAlerts(config, [alert])).toBe(config);
  });
});

describe('a source', () => {
  const mapping = { key: '{{id}}', summary: 'x' };
  it.each<[story: string, file: FileInput, path: string, message: string]>([
    [
      'twice',
      houseWithSource(
        {},
        {
          sources: [
            { id: 'a', type: 'alertmanager' },
            { id: 'a', type: 'alertmanager' },
          ],
        },
      ),
      'sources[1].id',
      'stands twice',
    ],
    [
      'of no component',
      houseWithSource({ component: 'apo' }),
      'sources[0].component',
      'unknown component `apo`; did you mean `api`?',
    ],
    ['of no policy', houseWithSource({ policy: 'x' }), 'sources[0].policy', 'unknown policy `x`'],
    [
      'with a policy beside its component',
      houseWithSource({ component: 'api', policy: 'default' }),
      'sources[0].policy',
      'which has its own',
    ],
    [
      'that ends before it is stale',
      houseWithSource({ staleAfter: '2h', endAfter: '1h' }),
      'sources[0].endAfter',
      'must be longer than `staleAfter`, 2 h',
    ],
    [
      'signed, and with a token',
      houseWithSource({ type: 'webhook', token: 'a', secret: `whsec_${'A'.repeat(32)}`, mapping }),
      'sources[0].token',
      'is not asked for where messages are signed',
    ],
    [
      'one of two that nobody can tell apart',
      houseWithSource(
        {},
        {
          sources: [
            { id: 'a', type: 'pagerduty' },
            { id: 'b', type: 'pagerduty', token: 'x' },
          ],
        },
      ),
      'sources[0]',
      'name the `token`',
    ],
    [
      'with the token of another',
      houseWithSource(
        {},
        {
          sources: [
            { id: 'a', type: 'pagerduty', token: 'x' },
            { id: 'b', type: 'pagerduty', token: 'x' },
          ],
        },
      ),
      'sources[1].token',
      'give each its own',
    ],
    [
      'of mails, at an address that is taken',
      houseWithSource(
        {},
        { sources: ['a', 'b'].map((id) => ({ id, type: 'mail' as const, address: 'nagios-7f3a', mapping })) },
      ),
      'sources[1].address',
      'mail name `nagios-7f3a` stands twice',
    ],
  ])('%s is a mistake', (_, file, path, message) => {
    const resolved = resolveConfig(ConfigFile.parse(file));
    const found = resolved.ok ? [] : resolved.problems.map((one) => `${pathText(one.path)}: ${one.message}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${path}: `);
    expect(found[0]).toContain(message);
  });

  it.each<[story: string, source: object]>([
    ['whose id is a number', { id: '17' }],
    ['whose id has a slash', { id: 'a/storm' }],
    ['with a secret that is none', { type: 'webhook', secret: 'whsec_short', mapping }],
    ['that maps nothing', { type: 'webhook' }],
    ['with an address that anybody guesses', { type: 'mail', address: 'alerts', mapping }],
  ])('%s is refused', (_, source) => {
    expect(ConfigFile.safeParse(houseWithSource(source)).success).toBe(false);
  });

  it.each<[story: string, file: FileInput, message: string]>([
    ['without a policy', houseWithSource({}, { policies: [] }), 'nobody is paged for its alerts'],
    [
      'of mails without a gateway',
      houseWithSource({ type: 'mail', address: 'nagios-7f3a', mapping }),
      'no mail comes to it',
    ],
  ])('%s is warned about', (_, file, message) => {
    const resolved = resolveConfig(ConfigFile.parse(file));
    expect(resolved.ok ? resolved.warnings.map((one) => one.message).join('\n') : 'refused').toContain(message);
  });

  it.each(['alerts/17', 'alerts/prom/storm'])('keeps the id %s for itself', (id) => {
    const components = [{ id, checks: [{ type: 'http' as const, url: 'http://127.0.0.1:1/' }] }];
    const resolved = resolveConfig(ConfigFile.parse(houseWithSource({}, { components })));
    expect(resolved.ok ? '' : resolved.problems[0]?.message).toContain('are for alerts of other systems');
  });
});
