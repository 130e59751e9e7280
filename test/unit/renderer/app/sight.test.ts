import { describe, expect, it } from 'vitest';
import { blindness } from '../../../../renderer/app/blindness.ts';
import { type Mirror, worldOf } from '../../../../renderer/app/mirror.ts';
import { honestPicture } from '../../../../renderer/app/sight.ts';
import { en } from '../../../../renderer/texts/en.ts';
import { calm, incidents, nothing, notWatching } from '../../../harness/window-fixture.ts';

const NOW = Date.parse('2026-11-21T01:14:00Z');

function mirrorOf(snapshot: ReturnType<typeof calm> | null, changed: Partial<Mirror> = {}): Mirror {
  return { world: snapshot === null ? null : worldOf(snapshot), line: { kind: 'live' }, heardAt: NOW, ...changed };
}

describe('the picture in the header', () => {
  it('is the engine’s own while the line lives and somebody watches', () => {
    expect(blindness(mirrorOf(calm(NOW)), NOW)).toBeNull();
    expect(honestPicture(mirrorOf(calm(NOW)), NOW, en)).toEqual(calm(NOW).picture);
  });

  it.each<{ story: string; mirror: Mirror; words: RegExp }>([
    {
      story: 'before the first snapshot',
      mirror: mirrorOf(null, { line: { kind: 'connecting' } }),
      words: /^Connecting/,
    },
    {
      story: 'when the line is lost',
      mirror: mirrorOf(calm(NOW), { line: { kind: 'lost', since: NOW - 60_000 } }),
      words: /^No connection to Watchbell since \d\d:\d\d$/,
    },
    {
      story: 'when nothing was heard for long, as after sleep',
      mirror: mirrorOf(calm(NOW), { heardAt: NOW - 8 * 3_600_000 }),
      words: /^No connection to Watchbell since/,
    },
    {
      story: 'when the engine says that it does not watch, even under a calm picture',
      mirror: mirrorOf({ ...notWatching(NOW), picture: calm(NOW).picture }),
      words: /^Not watching since .*no network/,
    },
    {
      story: 'when nothing is configured, even under a calm picture',
      mirror: mirrorOf({ ...nothing(NOW), picture: calm(NOW).picture }),
      words: /^Nothing to watch yet$/,
    },
  ])('is never calm $story', ({ mirror, words }) => {
    const picture = honestPicture(mirror, NOW, en);
    expect(picture.shape).toBe('blind');
    expect(picture.words).toMatch(words);
  });

  it('keeps showing known trouble while the engine is blind, but not behind a lost line', () => {
    const blind = mirrorOf({ ...incidents(NOW), watcher: notWatching(NOW).watcher });
    expect(honestPicture(blind, NOW, en).shape).toBe('down');
    const lost = mirrorOf(incidents(NOW), { line: { kind: 'lost', since: NOW } });
    expect(honestPicture(lost, NOW, en).shape).toBe('blind');
  });

  it('does not call a quiet minute a loss', () => {
    expect(blindness(mirrorOf(calm(NOW), { heardAt: NOW - 45_000 }), NOW)).toBeNull();
  });
});
