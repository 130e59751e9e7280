import { describe, expect, it } from 'vitest';
import { createFeedLine } from '../../../../electron/desktop/feed-line.ts';
import type { News } from '../../../../shared/contract/wire.ts';

function aLine() {
  const sent: News[] = [];
  const line = createFeedLine((news) => sent.push(news));
  return {
    line,
    change: (sequence: number) => line.change({ sequence, at: 0 }),
    /** Numbers of each batch, or "lost". */
    batches: () => sent.map((news) => (news.kind === 'lost' ? 'lost' : news.changes.map(({ sequence }) => sequence))),
  };
}

describe('the line to a window', () => {
  it('says nothing while nobody listens', () => {
    const { line, change, batches } = aLine();
    change(1);
    line.follow();
    change(2);
    expect(batches()).toEqual([[2]]);
  });

  it('gathers what happens while the window is busy, in order and without a hole', () => {
    const { line, change, batches } = aLine();
    line.follow();
    for (const sequence of [1, 2, 3]) {
      change(sequence);
    }
    expect(batches()).toEqual([[1]]);
    line.got();
    expect(batches()).toEqual([[1], [2, 3]]);
    line.got();
    change(4);
    expect(batches()).toEqual([[1], [2, 3], [4]]);
  });

  it('tells a window that was frozen for long to start from a snapshot', () => {
    const { line, change, batches } = aLine();
    line.follow();
    for (let sequence = 1; sequence <= 1_000; sequence += 1) {
      change(sequence);
    }
    line.got();
    expect(batches().slice(0, 2)).toEqual([[1], 'lost']);
    line.got();
    change(1_001);
    expect(batches().at(-1)).toContain(1_001);
  });

  it('waits for every listener of the window', () => {
    const { line, change, batches } = aLine();
    line.follow();
    line.follow();
    change(1);
    change(2);
    line.got();
    expect(batches()).toEqual([[1]]);
    line.got();
    expect(batches()).toEqual([[1], [2]]);
  });

  it('does not wait for a listener that left', () => {
    const { line, change, batches } = aLine();
    line.follow();
    line.follow();
    change(1);
    change(2);
    line.got();
    line.unfollow();
    line.got();
    expect(batches()).toEqual([[1], [2]]);
  });

  it('owes a page that was left nothing', () => {
    const { line, change, batches } = aLine();
    line.follow();
    change(1);
    change(2);
    line.reset();
    line.follow();
    change(3);
    expect(batches()).toEqual([[1], [3]]);
  });
});
