/**
 * Somebody who subscribed is told of one outage after the other, by the real mail channel, in a process of its own that can be killed:
 * `<script> <database> <port of the mail server> <epoch ms> [calm]`.
 *
 * Time runs as fast as it can. Says the time whenever it has come on; with `calm` all is well from the start, and it ends by itself when
 * nothing can be owed any more.
 */
import { movableClock } from '../clock.ts';
import { DOWN, testEngine, UP } from '../engine.ts';
import { realChannels } from '../real-channels.ts';
import { subscribable } from '../subscribers.ts';

const STEP_MS = 20_000;
/** Longer than the breath that news take. */
const SPELL_MS = 5 * 60_000;
const CALM_MS = 30 * 60_000;

const [path = '', port = '', start = '', calm] = process.argv.slice(2);
const channels = realChannels();
const clock = movableClock(Number(start));
const file = subscribable();
const on = await testEngine({
  clock,
  path,
  channels,
  file: {
    ...file,
    channels: (file.channels ?? []).map((one) => (one.type === 'smtp' ? { ...one, port: Number(port) } : one)),
  },
});
const { subscribers } = on.engine.cachet;
if (subscribers.all().length === 0) {
  for (const name of ['ann', 'bob']) {
    await subscribers.add(`${name}@example.org`, null, true);
  }
  // Nobody hears what was before they came.
  await channels.play(clock, SPELL_MS);
}

async function live(ms: number): Promise<void> {
  for (let lived = 0; lived < ms; lived += STEP_MS) {
    await channels.play(clock, STEP_MS);
    process.stdout.write(`${clock.now()}\n`);
  }
}

while (calm === undefined) {
  on.target('api', DOWN);
  await live(SPELL_MS);
  on.target('api', UP);
  await live(SPELL_MS);
}
await live(CALM_MS);
await on.stop();
