/**
 * Samples to a WAV file in memory: RIFF, PCM, 16 bits, mono. What every player and browser has understood since 1991.
 */
const HEADER_BYTES = 44;
const PCM = 1;
const MONO = 1;
const BYTES_PER_SAMPLE = 2;

/** Samples between -1 and 1 (beyond that they are clipped) as 16-bit little-endian numbers. */
export function encodePcm(samples: Float32Array): Buffer {
  const pcm = Buffer.alloc(samples.length * BYTES_PER_SAMPLE);
  samples.forEach((sample, index) => {
    const clipped = Math.min(1, Math.max(-1, sample));
    pcm.writeInt16LE(Math.round(clipped * 32_767), index * BYTES_PER_SAMPLE);
  });
  return pcm;
}

/** The same with the header that makes it a file. */
export function encodeWav(samples: Float32Array, sampleRate: number): Buffer {
  const data = encodePcm(samples);
  const wav = Buffer.alloc(HEADER_BYTES);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(HEADER_BYTES - 8 + data.length, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(PCM, 20);
  wav.writeUInt16LE(MONO, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * BYTES_PER_SAMPLE, 28);
  wav.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  wav.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(data.length, 40);
  return Buffer.concat([wav, data]);
}
