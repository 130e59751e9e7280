/** Parents and groups of parents: who is out, who is only not looked at yet. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ComponentId } from '../../../../shared/model/ids.ts';
import type { ComponentStatus } from '../../../../shared/model/status.ts';
import {
  behind,
  type Known,
  outGroup,
  type Parent,
  parentsOf,
  unreachableWords,
  unseenSince,
} from '../../../../shared/rules/dependencies.ts';
import { newWatch } from '../../../../shared/rules/watch/step.ts';
import { configOf, fileOf } from '../../../harness/watch-story.ts';

const check = { type: 'tcp' as const, host: '127.0.0.1', port: 1 };
type Status = Partial<Record<string, ComponentStatus>>;

/** `{host: ['switch'], switch: ['router']}` with these statuses; whoever is not named is operational. */
function world(dependsOn: Record<string, readonly (string | string[])[]>, statuses: Status = {}) {
  const ids = [...new Set([...Object.keys(dependsOn), ...Object.values(dependsOn).flat(2)])];
  const components = ids.map((id) => ({ id, checks: [check], dependsOn: [...(dependsOn[id] ?? [])] }));
  const config = configOf(fileOf({ components }));
  const known: Known = (id) => {
    const settings = config.components.get(id);
    return settings === undefined
      ? null
      : { settings, watch: { ...newWatch(id), status: statuses[id] ?? 'operational' } };
  };
  return (id: string) => {
    const settings = config.components.get(ComponentId.parse(id));
    return settings === undefined ? [] : parentsOf(settings, known);
  };
}
const because = (parents: ReturnType<ReturnType<typeof world>>) => {
  const out = outGroup(parents);
  return out === null ? null : unreachableWords(out);
};

describe('a component is unreachable', () => {
  it.each<[string, Record<string, (string | string[])[]>, Status, string | null]>([
    ['not when nothing is wrong', { web: ['router'] }, {}, null],
    [
      'because of a parent in major outage',
      { web: ['router'] },
      { router: 'major_outage' },
      'Unreachable because of router',
    ],
    ['not because of one that is only partly down', { web: ['router'] }, { router: 'partial_outage' }, null],
    ['not because of one that is not known', { web: ['router'] }, { router: 'unknown' }, null],
    [
      'when one of two that are both needed is down',
      { web: ['db', 'router'] },
      { router: 'major_outage' },
      'Unreachable because of router',
    ],
    ['not when one of a redundant pair lives', { web: [['one', 'two']] }, { one: 'major_outage' }, null],
    [
      'when a redundant pair is down',
      { web: [['one', 'two']] },
      { one: 'major_outage', two: 'major_outage' },
      'Unreachable because of one and two',
    ],
    [
      'through a chain, also where the middle is not confirmed',
      { web: ['switch'], switch: ['router'] },
      { switch: 'unknown', router: 'major_outage' },
      'Unreachable because of switch',
    ],
    [
      'not through a middle that is seen to be well',
      { web: ['switch'], switch: ['router'] },
      { router: 'major_outage' },
      null,
    ],
    [
      'not through a middle that has another way',
      { web: ['switch'], switch: [['a', 'b']] },
      { switch: 'unknown', a: 'major_outage' },
      null,
    ],
  ])('%s', (_story, dependsOn, statuses, words) => {
    expect(because(world(dependsOn, statuses)('web'))).toBe(words);
  });

  it('is found out quickly in a net of redundant layers', () => {
    const layers = Array.from({ length: 40 }, (_, layer) => [`${layer}-a`, `${layer}-b`]);
    const net = Object.fromEntries(
      layers.flatMap((pair, layer) =>
        pair.map((id) => [id, layers[layer + 1] === undefined ? [] : [layers[layer + 1] as string[]]]),
      ),
    );
    const statuses: Status = Object.fromEntries(layers.flat().map((id) => [id, 'unknown']));
    const parents = world(net, { ...statuses, '39-a': 'major_outage', '39-b': 'major_outage' })('0-a');
    expect(because(parents)).toBe('Unreachable because of 1-a and 1-b');
  });
});

describe('a look at the parents', () => {
  const parent = (change: Partial<Parent>): Parent => ({
    id: ComponentId.parse('p'),
    name: 'P',
    out: false,
    undecided: false,
    lookedAt: 100,
    lookMs: 1,
    ...change,
  });
  it.each<[string, readonly (readonly Partial<Parent>[])[], number]>([
    ['is not needed when they were well since', [[{ lookedAt: 50 }]], 0],
    ['is needed when the last one is older', [[{ lookedAt: 49 }]], 1],
    ['is needed when there was none', [[{ lookedAt: null }]], 1],
    ['is needed while one may be going down', [[{ undecided: true }]], 1],
    ['of a group: one that lives is enough', [[{ lookedAt: null }, {}]], 0],
    ['of a group: those that are down need none', [[{ out: true }, { lookedAt: 1 }]], 1],
    ['is needed at each group by itself', [[{ lookedAt: 1 }], [{ lookedAt: 2 }], [{}]], 2],
  ])('%s', (_story, groups, count) => {
    expect(
      unseenSince(
        groups.map((group) => group.map(parent)),
        50,
      ),
    ).toHaveLength(count);
  });
});

it('whatever stands behind a component is found once, near or far', () => {
  const id = fc.nat(8).map((number) => ComponentId.parse(`c${number}`));
  fc.assert(
    fc.property(fc.array(fc.tuple(id, id), { maxLength: 30 }), id, (edges, start) => {
      const children = new Map<ComponentId, ComponentId[]>();
      for (const [parent, child] of edges) {
        children.set(parent, [...(children.get(parent) ?? []), child]);
      }
      const found = behind(start, children);
      expect(new Set(found).size).toBe(found.length);
      const reached = new Set<ComponentId>(edges.filter(([parent]) => parent === start).map(([, child]) => child));
      for (let round = 0; round < edges.length; round += 1) {
        for (const [parent, child] of edges) {
          if (reached.has(parent)) {
            reached.add(child);
          }
        }
      }
      expect(new Set(found)).toEqual(reached);
    }),
  );
});
