/**
 * The health port and the agent port over real connections: half-closed, cut into pieces, silent, flooding, talking without end; and where
 * they listen.
 */
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FromThread, ToThread } from '../../../electron/server/health/messages.ts';
import { healthThread } from '../../../electron/server/health/thread.ts';
import { type MovableClock, movableClock } from '../../harness/clock.ts';
import { askPort, dial, REFUSED } from '../../harness/dialled.ts';
import { aBeat, aPicture } from '../../harness/health.ts';
import { freePort } from '../../harness/ports.ts';
import { START } from '../../harness/watch-story.ts';

const ANY = { host: '127.0.0.1', port: 0 };
const WEIGHTS = { performance_issues: 50, partial_outage: 25 };

interface House {
  readonly clock: MovableClock;
  /** Every word of the thread, in order. */
  readonly told: readonly FromThread[];
  say(message: ToThread): Promise<void>;
  /** Where the port is now; 0: nowhere. */
  port(name: FromThread['port']): number;
}

/** The thread on time that moves only when the test says so, with ports of its own, told that all is well. */
async function house(health = ANY, agent = ANY): Promise<House> {
  const clock = movableClock(START);
  const told: FromThread[] = [];
  const say = healthThread({ clock, tell: (message) => void told.push(message) });
  onTestFinished(() => say({ kind: 'settings', settings: { health: null, agent: null } }));
  await say({ kind: 'settings', settings: { health, agent: { ...agent, forComponent: true, weights: WEIGHTS } } });
  await say({ kind: 'beat', beat: aBeat() });
  await say({ kind: 'picture', picture: aPicture() });
  const port: House['port'] = (name) => {
    const state = told.findLast((message) => message.port === name)?.state;
    return state?.kind === 'listening' ? state.port : 0;
  };
  return { clock, told, say, port };
}

describe('the health port', () => {
  it.each([
    ['with LF', ['health_check\n']],
    ['with CRLF, as HAProxy sends it', ['health_check\r\n']],
    ['in pieces', ['heal', 'th_che', 'ck\n']],
    ['after empty lines', ['\n\r\n', 'health_check\n']],
  ])('answers a command %s and hangs up', async (_, pieces) => {
    const { port } = await house();
    const line = dial(port('health'));
    for (const piece of pieces) {
      line.send(piece);
    }
    expect(await line.ended()).toBe('OK\n');
  });

  it.each(['health_check\n', 'health_check'])('answers %j also to whoever has said all they will say', async (text) => {
    const { port } = await house();
    const line = dial(port('health'));
    line.send(text);
    line.halfClose();
    expect(await line.ended()).toBe('OK\n');
  });

  it('talks on in interactive mode, and answers one command outside it', async () => {
    const { port } = await house();
    const line = dial(port('health'));
    line.send('interactive\nhealth_check\n\nnope\n');
    await line.heard("Invalid command 'nope'");
    line.send('quit\n');
    expect(await line.ended()).toBe(
      'Interactive mode on.  Use "quit" To exit.\nOK\nOK\nInvalid command \'nope\'\nTry "help".\nGoodbye.\n',
    );
    expect(await askPort(port('health'), 'health_check\nhealth_check')).toBe('OK\n');
  });

  it('hangs up on whoever says nothing, half a command, or something again and again', async () => {
    const { clock, port } = await house();
    const [silent, half, talker] = [dial(port('health')), dial(port('health')), dial(port('health'))];
    half.send('health_che');
    talker.send('interactive\n');
    await talker.heard('Interactive');
    await askPort(port('health'), 'help'); // so the others have been let in
    for (let turn = 0; turn < 40; turn += 1) {
      half.send('x'); // slowly, for ever
      await clock.advance(14_000);
      talker.send(`help nobody${turn}\n`);
      await talker.heard(`nobody${turn}'`);
    }
    expect(await silent.ended()).toBe('');
    expect(await half.ended()).toBe('');
    await clock.advance(60_000);
    expect(await talker.ended()).toContain("No command 'nobody39'");
  });

  it('hangs up on a line without end', async () => {
    const { port } = await house();
    const line = dial(port('health'));
    line.send('x'.repeat(5_000));
    expect(await line.ended()).toBe('Line too long\n');
  });

  it('hangs up on whoever asks and does not read, and goes on for others', async () => {
    const { port } = await house();
    const line = dial(port('health'));
    line.send(`interactive\n${'help\n'.repeat(200_000)}`);
    expect((await line.ended()).length).toBeLessThan(100_000_000);
    expect(await askPort(port('health'), 'health_check')).toBe('OK\n');
  });

  it('has room for a check when all places are taken by those who say nothing', async () => {
    const { port } = await house();
    const all = Array.from({ length: 64 }, () => dial(port('health')));
    for (const line of all) {
      line.send('interactive\n');
      await line.heard('Interactive');
    }
    expect(await askPort(port('health'), 'health_check')).toBe('OK\n');
    expect(await all[0]?.ended()).toContain('Interactive'); // the one who came first has gone
    all[1]?.send('health_check\n');
    expect(await all[1]?.heard('OK\n')).toContain('OK\n');
  });

  it('is no more than what was heard last, and when', async () => {
    const { clock, say, port } = await house();
    const health = () => askPort(port('health'), 'health_check');
    await clock.advance(4_000);
    expect(await health()).toBe('OK\n');
    await clock.advance(3_000);
    expect(await health()).toBe('Not watching: main process has not answered for 7 s\n');
    await say({ kind: 'beat', beat: aBeat({ at: clock.now() }) });
    expect(await health()).toBe('OK\n');
    await say({
      kind: 'beat',
      beat: aBeat({ at: clock.now(), phase: { kind: 'draining', reason: 'new LOOKUP table' } }),
    });
    expect(await health()).toBe('Draining: new lookup table\n');
  });

  it('does not believe a beat from before a sleep, nor one that was long under way', async () => {
    const { clock, say, port } = await house();
    clock.sleepThrough(3_600_000);
    expect(await askPort(port('health'), 'health_check')).toMatch(/^Not watching: .* for 3600 s\n$/);
    await say({ kind: 'beat', beat: aBeat({ at: clock.now() - 6_000 }) });
    expect(await askPort(port('health'), 'health_check')).toMatch(/^Not watching: .* for 6 s\n$/);
  });
});

describe('the agent port', () => {
  it.each(['', 'shop-backend\n'])('says one line and hangs up, also to whoever said %j', async (greeting) => {
    const { say, port } = await house();
    await say({
      kind: 'picture',
      picture: aPicture({ subject: { status: 'major_outage', because: 'db\r\nlost', maintenance: null } }),
    });
    const line = dial(port('agent'));
    line.send(greeting);
    expect(await line.ended()).toBe('ready down #db lost\n');
  });

  it('speaks for us where it is wanted to', async () => {
    const { say, port } = await house();
    await say({
      kind: 'settings',
      settings: { health: ANY, agent: { ...ANY, forComponent: false, weights: WEIGHTS } },
    });
    expect(await dial(port('agent')).ended()).toBe('ready up 100%\n');
  });

  it('lets go of whoever does not hang up', async () => {
    const { clock, say, port } = await house();
    const line = dial(port('agent'), { stays: true });
    await line.heard('\n');
    await clock.advance(2_000);
    line.send('anybody?'); // the system answers that there is nobody
    await say({ kind: 'settings', settings: { health: ANY, agent: null } });
    expect(await askPort(port('health'), 'health_check')).toBe('OK\n');
    line.send('nobody'); // and we notice
    await line.ended();
  });
});

describe('where they listen', () => {
  it('is where they are wanted, and nowhere when nobody wants them', async () => {
    const [first, agent, next] = [await freePort(), await freePort(), await freePort()];
    const { told, say } = await house({ ...ANY, port: first }, { ...ANY, port: agent });
    await say({ kind: 'settings', settings: { health: { host: '127.0.0.1', port: next }, agent: null } });
    expect(await askPort(next, 'health_check')).toBe('OK\n');
    expect(await dial(first).ended()).toBe(REFUSED);
    expect(await dial(agent).ended()).toBe(REFUSED);
    expect(told.at(-1)?.state.kind).not.toBe('refused');
  });

  it('is said when it cannot be had, once, and tried again until it can', async () => {
    const other = createServer();
    const taken = await freePort();
    await new Promise<void>((resolve) => other.listen(taken, '127.0.0.1', resolve));
    const close = () => new Promise<void>((resolve) => other.close(() => resolve()));
    onTestFinished(close);
    const { clock, told, say, port } = await house({ host: '127.0.0.1', port: taken });
    const troubles = () => told.flatMap(({ state }) => (state.kind === 'refused' ? [state.problem] : []));
    expect(troubles()).toEqual([
      `Port ${taken} on 127.0.0.1 is taken by another program: choose another one with \`settings.health.port\``,
    ]);
    await clock.advance(15_000);
    await say({ kind: 'beat', beat: aBeat({ at: clock.now() }) });
    await close();
    await clock.advance(15_000);
    const health = { host: '127.0.0.1', port: taken };
    await say({ kind: 'settings', settings: { health, agent: null } }); // settled when that is done
    expect(port('health')).toBe(taken);
    expect(troubles()).toHaveLength(1);
  });

  it('cannot be an address of another machine', async () => {
    const { told } = await house({ host: '192.0.2.1', port: 0 });
    expect(told.find(({ port }) => port === 'health')?.state).toEqual({
      kind: 'refused',
      problem: 'This machine has no address `192.0.2.1`: put one of its own in `settings.health.host`',
    });
  });
});
