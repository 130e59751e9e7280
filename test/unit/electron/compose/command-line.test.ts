import { describe, expect, it } from 'vitest';
import { isCommand } from '../../../../electron/compose/command-line.ts';

describe('the packaged app, started with a word', () => {
  it.each(['serve', 'wrong', 'ack', 'swap', 'import', 'help'])('is the command line for %s', (word) => {
    expect(isCommand(word)).toBe(true);
  });

  it.each([undefined, '--hidden', 'fleet.yaml', ''])('is the app for %j', (word) => {
    expect(isCommand(word)).toBe(false);
  });
});
