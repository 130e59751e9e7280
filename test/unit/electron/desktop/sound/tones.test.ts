import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE, toneMs, toneSamples } from '../../../../../electron/desktop/sound/tones.ts';
import { encodePcm, encodeWav } from '../../../../../electron/desktop/sound/wav.ts';
import { SEVERITIES } from '../../../../../shared/model/status.ts';

const peak = (samples: Float32Array) => samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** How many separate notes one hears: stretches of sound between stretches of silence. */
function notes(samples: Float32Array): number {
  const window = SAMPLE_RATE / 100;
  const loud = Array.from({ length: Math.floor(samples.length / window) }, (_, index) => {
    return rms(samples.subarray(index * window, (index + 1) * window)) > 0.02;
  });
  return loud.filter((now, index) => now && !loud[index - 1]).length;
}

describe.each(SEVERITIES)('the %s tone', (severity) => {
  it('is as long as it says', () => {
    expect(toneSamples(severity, 1).length).toBe((toneMs(severity) * SAMPLE_RATE) / 1_000);
  });

  it('is clearly there and never clips', () => {
    const samples = toneSamples(severity, 1);
    expect(rms(samples)).toBeGreaterThan(0.2);
    expect(peak(samples)).toBeLessThan(1);
  });

  it('is half as loud at half the volume, and silent at none', () => {
    expect(peak(toneSamples(severity, 0.5))).toBeCloseTo(peak(toneSamples(severity, 1)) / 2, 5);
    expect(peak(toneSamples(severity, 0))).toBe(0);
  });

  it('neither starts nor ends with a click', () => {
    const samples = toneSamples(severity, 1);
    expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.01);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.05);
  });

  it('takes no volume above full', () => {
    expect(peak(toneSamples(severity, 7))).toBe(peak(toneSamples(severity, 1)));
  });
});

it('severities are told apart by rhythm', () => {
  expect(SEVERITIES.map((severity) => notes(toneSamples(severity, 1)))).toEqual([2, 3, 8]);
});

it('worse severities are louder', () => {
  const [low = 0, high = 0, critical = 0] = SEVERITIES.map((severity) => rms(toneSamples(severity, 1)));
  expect(low).toBeLessThan(high);
  expect(high).toBeLessThan(critical);
});

describe('a WAV file of ours', () => {
  it('says what is in it: PCM, mono, 16 bits', () => {
    const wav = encodeWav(Float32Array.of(0, 0.5, -1), 8_000);
    expect(wav.subarray(0, 4).toString()).toBe('RIFF');
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    expect(wav.subarray(8, 16).toString()).toBe('WAVEfmt ');
    expect([wav.readUInt16LE(20), wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([
      1, 1, 8_000, 16,
    ]);
    expect(wav.readUInt32LE(40)).toBe(6);
  });

  it('clips what is too loud instead of wrapping it round', () => {
    const pcm = encodePcm(Float32Array.of(2, -2, 0));
    expect([pcm.readInt16LE(0), pcm.readInt16LE(2), pcm.readInt16LE(4)]).toEqual([32_767, -32_767, 0]);
  });
});
