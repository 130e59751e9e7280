import { describe, expect, it } from 'vitest';
import { followGlance } from '../../../../../electron/desktop/follow-glance.ts';
import { startAlarm } from '../../../../../electron/desktop/sound/alarm-player.ts';
import { createSpeaker } from '../../../../../electron/desktop/sound/speaker.ts';
import type { Heard, Voice } from '../../../../../electron/desktop/sound/voice.ts';
import type { Severity } from '../../../../../shared/model/status.ts';
import { aFeed } from '../../../../harness/feed.ts';
import { movableClock } from '../../../../harness/movable-clock.ts';
import { anIncident, aSnapshot, HOUR, MINUTE, NIGHT } from '../../../../harness/snapshots.ts';

/** A voice that remembers what it was asked to play, and whether it was cut short. */
function aVoice(answer: Heard = { heard: true }) {
  const played: { severity: Severity; volume: number; signal: AbortSignal }[] = [];
  const voice: Voice = {
    async play(severity, volume, signal) {
      played.push({ severity, volume, signal });
      return answer;
    },
    ready: async () => answer,
  };
  return { voice, played, sounding: () => played.filter(({ signal }) => !signal.aborted).length };
}

function room({ volume = 1, answer = { heard: true } as Heard, snapshot = aSnapshot() } = {}) {
  const clock = movableClock(NIGHT);
  const feed = aFeed(snapshot);
  const errors: string[] = [];
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, message: string) => errors.push(message),
  };
  const { voice, played } = aVoice(answer);
  const speaker = createSpeaker({ clock, volume: () => volume, voice });
  const stop = startAlarm({ speaker, glance: followGlance(feed), clock, log });
  return { clock, feed, speaker, stop, played, errors };
}

const api = (over = {}) => anIncident('api', over);

describe('the pager tone', () => {
  it('sounds at once when a page arrives, and again until somebody answers', async () => {
    const { clock, feed, played } = room();
    feed.change({ incidents: [api()] });
    expect(played).toHaveLength(1);
    await clock.advance(8_000);
    expect(played).toHaveLength(3);
  });

  it('stops in the middle of a tone when it is acknowledged, and stays silent', async () => {
    const { clock, feed, played } = room();
    feed.change({ incidents: [api()] });
    feed.change({ incidents: [api({ state: 'acknowledged', sounding: false })] });
    expect(played[0]?.signal.aborted).toBe(true);
    await clock.advance(HOUR);
    expect(played).toHaveLength(1);
  });

  it('rises from soft to full within a minute, below the listener’s own volume', async () => {
    const { clock, feed, played } = room({ volume: 0.5 });
    feed.change({ incidents: [api()] });
    await clock.advance(2 * MINUTE);
    const volumes = played.map(({ volume }) => volume);
    expect(volumes[0]).toBeCloseTo(0.2);
    expect(volumes.at(-1)).toBeCloseTo(0.5);
    expect(volumes).toEqual(volumes.toSorted((a, b) => a - b));
  });

  it('changes over at once when something worse comes', async () => {
    const { feed, played } = room();
    feed.change({ incidents: [api({ severity: 'low' })] });
    feed.change({ incidents: [anIncident('db')] });
    expect(played.map(({ severity, signal }) => [severity, signal.aborted])).toEqual([
      ['low', true],
      ['critical', false],
    ]);
  });

  it('does not start again because something else changed', () => {
    const { feed, played } = room();
    feed.change({ incidents: [api()] });
    feed.change({ picture: { shape: 'down', count: 1, words: '1 down', onCall: '' } });
    feed.change({ incidents: [api({ cause: 'other words' })] });
    expect(played).toHaveLength(1);
  });

  it('goes on after a restart: what sounds in the first snapshot sounds', () => {
    expect(room({ snapshot: aSnapshot({ incidents: [api()] }) }).played).toHaveLength(1);
  });

  it('comes back by itself when quiet ends', async () => {
    const quiet = { until: NIGHT + HOUR, criticalToo: true, by: 'Kim' };
    const { clock, played } = room({ snapshot: aSnapshot({ incidents: [api()], quiet }) });
    await clock.advance(HOUR - 1);
    expect(played).toHaveLength(0);
    await clock.advance(1);
    expect(played).toHaveLength(1);
  });

  it('complains once in the log, not once a tone, and goes on trying', async () => {
    const { clock, feed, played, errors } = room({ answer: { heard: false, reason: 'no device' } });
    feed.change({ incidents: [api()] });
    await clock.advance(MINUTE);
    expect(played.length).toBeGreaterThan(10);
    expect(errors).toEqual(['The tone was not heard']);
  });

  it('is silent for good once stopped', async () => {
    const { clock, feed, stop, played } = room();
    feed.change({ incidents: [api()] });
    stop();
    expect(played[0]?.signal.aborted).toBe(true);
    feed.change({ incidents: [anIncident('db')] });
    await clock.advance(HOUR);
    expect(played).toHaveLength(1);
  });
});

describe('whether the tone would be heard', () => {
  it('is told honestly', async () => {
    expect(await room().speaker.ready()).toEqual({ status: 'accepted' });
    expect(await room({ volume: 0 }).speaker.ready()).toEqual({
      status: 'refused',
      reason: 'the volume of the tone is set to 0',
    });
    expect(await room({ answer: { heard: false, reason: 'muted' } }).speaker.ready()).toEqual({
      status: 'refused',
      reason: 'muted',
    });
  });

  it('can be tried by hand, at the listener’s volume', async () => {
    const { speaker, played } = room({ volume: 0.8 });
    expect(await speaker.playOnce('high')).toEqual({ accepted: true, text: 'Played the high tone' });
    expect(played).toMatchObject([{ severity: 'high', volume: 0.8 }]);
  });

  it('says why a try failed', async () => {
    const { speaker } = room({ answer: { heard: false, reason: 'no sound device answers' } });
    expect(await speaker.playOnce('low')).toEqual({
      accepted: false,
      text: 'The tone was not heard: no sound device answers',
    });
  });
});
