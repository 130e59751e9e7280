import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Ran, RunOptions } from '../../../../../electron/desktop/sound/run-program.ts';
import { createVoice } from '../../../../../electron/desktop/sound/voice.ts';

const signal = new AbortController().signal;
const ended = (code: number, output = ''): Ran => ({ kind: 'ended', code, output });
const missing: Ran = { kind: 'missing' };

/** A machine on which these programs answer so; every other one is not installed. */
function machine(answers: Readonly<Record<string, Ran | ((args: readonly string[], options: RunOptions) => Ran)>>) {
  const calls: string[] = [];
  return {
    calls,
    run: async (program: string, args: readonly string[], options: RunOptions) => {
      calls.push(program);
      const answer = answers[program] ?? missing;
      return typeof answer === 'function' ? answer(args, options) : answer;
    },
  };
}

describe('a tone', () => {
  it('goes to PulseAudio as samples, without a file: a full disk silences nobody', async () => {
    let bytes = 0;
    const { run } = machine({
      paplay: (args, { input }) => {
        expect(args).toContain('--raw');
        bytes = input?.length ?? 0;
        return ended(0);
      },
    });
    expect(await createVoice('linux', run).play('low', 1, signal)).toEqual({ heard: true });
    expect(bytes).toBe(0.64 * 44_100 * 2);
  });

  it('tries the next program when one fails, and remembers the one that works', async () => {
    const { run, calls } = machine({ paplay: ended(1, 'Connection refused'), aplay: ended(0) });
    const voice = createVoice('linux', run);
    expect(await voice.play('high', 1, signal)).toEqual({ heard: true });
    expect(await voice.play('high', 1, signal)).toEqual({ heard: true });
    expect(calls).toEqual(['paplay', 'pw-play', 'aplay', 'aplay']);
  });

  it('says what to install where there is no program at all', async () => {
    expect(await createVoice('linux', machine({}).run).play('low', 1, signal)).toEqual({
      heard: false,
      reason: 'no program to play sound: install pulseaudio-utils, pipewire-bin or alsa-utils',
    });
  });

  it('says what each program answered where no device does', async () => {
    const { run } = machine({
      paplay: ended(1, 'Connection failure: Connection refused\nmore'),
      aplay: { kind: 'timed-out' },
    });
    expect(await createVoice('linux', run).play('low', 1, signal)).toEqual({
      heard: false,
      reason:
        'no sound device answers (paplay: Connection failure: Connection refused; pw-play is not installed; aplay never finished)',
    });
  });

  it('that was stopped by hand is no failure', async () => {
    const { run } = machine({ paplay: { kind: 'stopped' } });
    expect(await createVoice('linux', run).play('critical', 1, signal)).toEqual({ heard: true });
  });

  it.each([
    { platform: 'darwin', program: 'afplay', path: (args: readonly string[]) => args[0] },
    {
      platform: 'win32',
      program: 'powershell.exe',
      path: (_: readonly string[], options: RunOptions) => options.env?.WATCHBELL_TONE,
    },
  ] as const)('is a file on $platform, gone afterwards', async ({ platform, program, path }) => {
    let file = '';
    const { run } = machine({
      [program]: (args: readonly string[], options: RunOptions) => {
        file = path(args, options) ?? '';
        expect(readFileSync(file).subarray(0, 4).toString()).toBe('RIFF');
        return ended(0);
      },
    });
    expect(await createVoice(platform, run).play('low', 0.5, signal)).toEqual({ heard: true });
    expect(file).not.toBe('');
    expect(existsSync(file)).toBe(false);
  });
});

describe('whether a tone would be heard', () => {
  const pulse = (answers: Readonly<Record<string, string>>) => ({
    paplay: ended(0),
    pactl: ([question = '']: readonly string[], { env }: RunOptions) => {
      expect(env?.LC_ALL).toBe('C');
      return ended(0, answers[question] ?? '');
    },
  });

  it.each([
    {
      story: 'yes, at a usual volume',
      answers: {
        'get-default-sink': 'alsa_output',
        'get-sink-mute': 'Mute: no',
        'get-sink-volume': 'front-left: 32768 /  50% / -18 dB',
      },
      reason: null,
    },
    { story: 'no, when muted', answers: { 'get-sink-mute': 'Mute: yes' }, reason: /muted: unmute it/ },
    {
      story: 'no, when turned down',
      answers: { 'get-sink-volume': 'front-left: 655 /   1% / -120 dB' },
      reason: /turned down to 1 %/,
    },
    {
      story: 'no, when there is only the dummy output',
      answers: { 'get-default-sink': 'auto_null' },
      reason: /no sound hardware/,
    },
    { story: 'yes, when the tool claims nothing', answers: {}, reason: null },
  ])('$story', async ({ answers, reason }) => {
    const heard = await createVoice('linux', machine(pulse(answers)).run).ready(signal);
    if (reason === null) {
      expect(heard).toEqual({ heard: true });
    } else {
      expect(heard).toEqual({ heard: false, reason: expect.stringMatching(reason) });
    }
  });

  it('yes, on a machine with ALSA alone', async () => {
    expect(await createVoice('linux', machine({ aplay: ended(0) }).run).ready(signal)).toEqual({ heard: true });
  });
});
