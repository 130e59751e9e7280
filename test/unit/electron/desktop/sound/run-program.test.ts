import { expect, it } from 'vitest';
import { createProgramRunner } from '../../../../../electron/desktop/sound/run-program.ts';
import { movableClock } from '../../../../harness/movable-clock.ts';

const node = (code: string) => ['-e', code];
const never = new AbortController().signal;

it('a program is told by its exit code and its words', async () => {
  const run = createProgramRunner(movableClock());
  const code = `process.stdin.resume().on('data', (d) => { console.error('got ' + d); process.exitCode = 3 })`;
  const ran = await run(process.execPath, node(code), { signal: never, timeoutMs: 60_000, input: Buffer.from('tone') });
  expect(ran).toEqual({ kind: 'ended', code: 3, output: 'got tone\n' });
});

it('a program that is not there is a value, not an exception', async () => {
  const run = createProgramRunner(movableClock());
  expect(await run('no-such-player', [], { signal: never, timeoutMs: 1_000 })).toEqual({ kind: 'missing' });
});

it('a program that ends without reading its input breaks nothing', async () => {
  const run = createProgramRunner(movableClock());
  const input = Buffer.alloc(1_000_000);
  const ran = await run(process.execPath, node('process.exit(0)'), { signal: never, timeoutMs: 60_000, input });
  expect(ran).toMatchObject({ kind: 'ended', code: 0 });
});

it('a program is silenced at once', async () => {
  const run = createProgramRunner(movableClock());
  const stop = new AbortController();
  const ran = run(process.execPath, node('setInterval(() => undefined, 1e6)'), {
    signal: stop.signal,
    timeoutMs: 60_000,
  });
  stop.abort();
  expect(await ran).toEqual({ kind: 'stopped' });
  expect(await run(process.execPath, node(''), { signal: stop.signal, timeoutMs: 1 })).toEqual({ kind: 'stopped' });
});

it('a program that hangs is ended when its time is up', async () => {
  const clock = movableClock();
  const run = createProgramRunner(clock);
  const ran = run(process.execPath, node('setInterval(() => undefined, 1e6)'), { signal: never, timeoutMs: 6_000 });
  await clock.advance(6_000);
  expect(await ran).toEqual({ kind: 'timed-out' });
});
