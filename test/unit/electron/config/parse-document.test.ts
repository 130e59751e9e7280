/** The world of a drill is read as strictly as the configuration: every mistake with its place, in words that help. */
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../../electron/config/parse-document.ts';
import { World } from '../../../../shared/model/drill/world.ts';
import { placeWorld } from '../../../../shared/rules/drill/world.ts';
import { fleetOf, worldFile } from '../../../harness/drill.ts';
import { configOf } from '../../../harness/watch-story.ts';

const config = configOf(
  fleetOf(['web'], {
    components: [
      { id: 'web', checks: [{ type: 'tcp', host: 'a', port: 1 }] },
      {
        id: 'two',
        checks: [
          { type: 'tcp', host: 'a', port: 2 },
          { type: 'tcp', host: 'a', port: 3 },
        ],
      },
    ],
  }),
);

function problems(text: string): readonly string[] {
  const parsed = parseDocument(text, World, (world) => {
    const placed = placeWorld(world, config);
    return placed.ok ? [] : placed.problems;
  });
  return parsed.ok ? [] : parsed.problems.map(({ line, path, message }) => `${line} ${path}: ${message}`);
}

describe('the world of a drill', () => {
  it('takes the example of the design text, as YAML and as JSON', () => {
    const world = World.parse(worldFile('design'));
    expect(world.targets.web?.[0]).toEqual({ from: 10_800_000, to: 11_220_000, state: 'down', kind: 'refused' });
    expect(world.watcher.at(-1)).toEqual({ from: 61_200_000, event: 'clock', by: -90_000 });
    expect(
      problems(JSON.stringify({ length: '1h', targets: { web: [{ from: 0, to: '5m', state: 'hang' }] } })),
    ).toEqual([]);
  });

  it.each([
    ['an unknown field', 'lenght: 1h', '1 lenght: unknown field `lenght`; did you mean `length`?'],
    [
      'an unknown field of a segment',
      'targets:\n  web:\n    - {from: 1h, to: 2h, state: slow, latency: 3}',
      '3 targets.web[0].latency: unknown field `latency`; did you mean `latencyMs`?',
    ],
    [
      'a field of another event',
      'watcher:\n  - {from: 1h, event: restart, by: 3s}',
      '2 watcher[0].by: `by` does not go together with the other fields here',
    ],
    [
      'a segment that ends before it begins',
      'targets:\n  web:\n    - {from: 2h, to: 1h, state: hang}',
      '3 targets.web[0].to: must be later than `from`',
    ],
    [
      'a status of what is no answer of a page',
      'targets:\n  web:\n    - {from: 1h, to: 2h, state: down, kind: refused, status: 503}',
      '3 targets.web[0].status: goes together with `kind: wrong-status` only',
    ],
    [
      'a status where no kind is said',
      'targets:\n  web:\n    - {from: 1h, to: 2h, state: flaky, failShare: 0.5, status: 503}',
      '3 targets.web[0].status: goes together with `kind: wrong-status` only',
    ],
    [
      'a segment after the end',
      'length: 2h\ntargets:\n  web:\n    - {from: 1h, to: 3h, state: down}\n    - {from: 2h, to: 3h, state: down}',
      '5 targets.web[1].from: never happens: the drill is over after 2 h (`length`)',
    ],
    [
      'an event of ours after the end',
      'length: 2h\nwatcher:\n  - {from: 3h, event: restart}',
      '3 watcher[0].from: never happens: the drill is over after 2 h (`length`)',
    ],
    [
      'a check that nobody has',
      'targets:\n  wbe: []',
      '2 targets.wbe: the configuration has no check of this name; did you mean `web`?',
    ],
    [
      'a component of several checks',
      'targets:\n  two: []',
      '2 targets.two: the component has 2 checks; name one: two/tcp, two/tcp-2',
    ],
    [
      'a person that nobody knows',
      'people:\n  kym: {}',
      '2 people.kym: the configuration has no person of this name; did you mean `kim`?',
    ],
    [
      'a start without an offset',
      'start: 2026-03-28T00:00:00',
      '1 start: a time with its offset, like 2026-03-28T00:00:00Z',
    ],
    [
      'hours that are none',
      'people:\n  kim: {awake: 7-23}',
      '2 people.kim.awake: from when to when, like "07:00-23:00"',
    ],
  ])('names %s with its place', (_what, text, problem) => {
    expect(problems(text)).toContainEqual(problem);
  });
});
