import { describe, expect, it } from 'vitest';
import { worldOf } from '../../../../renderer/app/mirror.ts';
import { en } from '../../../../renderer/texts/en.ts';
import { type Filter, rowsOf } from '../../../../renderer/views/components/rows.ts';
import type { Snapshot } from '../../../../shared/contract/view.ts';
import { incidents, thousands } from '../../../harness/window-fixture.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');
const list = (snapshot: Snapshot, filter: Partial<Filter> = {}) =>
  rowsOf(worldOf(snapshot), { text: '', onlyUnwell: false, ...filter }, en);
const names = (snapshot: Snapshot, filter: Partial<Filter> = {}) =>
  list(snapshot, filter).rows.map((row) =>
    row.kind === 'group' ? `[${row.name ?? ''}: ${en.components.group(row.head)}]` : row.component.name,
  );

describe('the list of components', () => {
  it('puts the group with the worst member first, and its worst member first in it', () => {
    expect(names(incidents(NOW)).slice(0, 10)).toEqual([
      '[Edge: 3 components, 1 down]',
      'api-gateway',
      'login',
      'website',
      '[: 1 component, 1 with performance issues]',
      'search',
      '[Data: 2 components, 1 down, 1 more not well]',
      'orders-db',
      'nightly-backup',
      '[Streams: 12 components, 1 not sure yet]',
    ]);
  });

  it('shows an acknowledged outage as acknowledged, and a doubt as a doubt', () => {
    const shapes = list(incidents(NOW)).rows.flatMap((row) =>
      row.kind === 'component' ? [[row.component.name, row.shape]] : [],
    );
    expect(Object.fromEntries(shapes)).toMatchObject({
      'api-gateway': 'down',
      'orders-db': 'acknowledged',
      'camera-03': 'suspect',
      search: 'slow',
      'nightly-backup': 'maintenance',
      website: 'calm',
    });
  });

  it.each([
    ['GATEWAY', ['[Edge: 3 components, 1 down]', 'api-gateway']],
    ['identity', ['[Edge: 3 components, 1 down]', 'login']],
    ['partial outage', ['[Data: 2 components, 1 down, 1 more not well]', 'orders-db']],
    [':5432', ['[Data: 2 components, 1 down, 1 more not well]', 'orders-db']],
    ['https search', ['[: 1 component, 1 with performance issues]', 'search']],
    ['streams timed', ['[Streams: 12 components, 1 not sure yet]', 'camera-03']],
    ['nonsense', []],
  ])('is sifted by every word of %j; the head of a group tells of those left out, too', (text, expected) => {
    expect(names(incidents(NOW), { text })).toEqual(expected);
  });

  it('can be narrowed to what is not well, and says how many are left', () => {
    const { rows, shown } = list(incidents(NOW), { onlyUnwell: true });
    expect(shown).toBe(5);
    expect(rows.every((row) => row.kind === 'group' || row.shape !== 'calm')).toBe(true);
  });

  it('holds ten thousand', () => {
    const { rows, shown } = list(thousands(NOW));
    expect(shown).toBe(10_000);
    expect(rows).toHaveLength(10_050);
  });
});
