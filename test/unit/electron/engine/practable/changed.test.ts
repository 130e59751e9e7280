/** Which checks have news: those, and no others, whatever order streams come and go in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedChecks } from '../../../../../electron/engine/practable/changed.ts';
import type { JumpState, SeenExperiment, StreamState } from '../../../../../shared/model/practable/experiment.ts';
import { SystemId } from '../../../../../shared/model/practable/settings.ts';
import { experimentId, jumpCheckId, streamCheckId } from '../../../../../shared/rules/practable/ids.ts';

const LAB = SystemId.parse('lab');
const ID = experimentId(LAB, 'a');

interface Told {
  readonly streams: Readonly<Record<string, StreamState>>;
  readonly jump: JumpState;
}

const told: fc.Arbitrary<Told> = fc.record({
  streams: fc.dictionary(
    fc.constantFrom('a-st-1', 'a-st-2', 'a-st-3', 'a-st-4'),
    fc.constantFrom<StreamState>('ok', 'silent', 'missing', 'unknown'),
  ),
  jump: fc.constantFrom<JumpState>('ok', 'missing', 'unknown'),
});

const seen = ({ streams, jump }: Told): ReadonlyMap<string, SeenExperiment> =>
  new Map([
    [
      'a',
      {
        system: LAB,
        stub: 'a',
        name: 'r-a',
        description: '',
        componentId: ID,
        streams: Object.entries(streams).map(([name, state]) => ({
          name,
          required: true,
          state,
          detail: '',
          lastMs: null,
        })),
        jump,
        inGraceUntil: null,
        firstSeenAt: 0,
        lastReportAt: null,
      },
    ],
  ]);

describe('checks with news', () => {
  it('are those whose state is another one, that are new, or that are gone', () => {
    fc.assert(
      fc.property(told, told, (before, now) => {
        const names = new Set([...Object.keys(before.streams), ...Object.keys(now.streams)]);
        const wanted = [...names]
          .filter((name) => before.streams[name] !== now.streams[name])
          .map((name) => streamCheckId(ID, 'a', name));
        const jump = before.jump === now.jump ? [] : [jumpCheckId(ID)];
        const news = changedChecks(LAB, { seen: seen(before), services: [] }, { seen: seen(now), services: [] });
        expect([...news].toSorted()).toEqual([...wanted, ...jump].toSorted());
      }),
    );
  });

  it('are all of an experiment that was not there before, and a service that is otherwise', () => {
    const now = {
      seen: seen({ streams: { 'a-st-1': 'ok' }, jump: 'ok' }),
      services: [{ system: LAB, service: 'relay', state: 'stale', detail: '', lastReportAt: null }],
    } as const;
    expect([...changedChecks(LAB, { seen: new Map(), services: [] }, now)].toSorted()).toEqual([
      'practable/lab/relay',
      'practable/lab/x/a/jump',
      'practable/lab/x/a/stream/st-1',
    ]);
  });
});
