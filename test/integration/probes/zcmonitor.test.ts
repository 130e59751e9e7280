/**
 * The zc.monitor check against the recorded words of the real program (test/fixtures/zcmonitor), said by a real server
 * with the real one's manners: it closes after its answer, and says nothing to a client that half-closes.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, lateIn, standingClock } from '../../harness/probing.ts';

interface Transcript {
  readonly case: string;
  readonly steps: readonly { readonly send: string; readonly recv: string; readonly then: 'closed' | 'open' }[];
}
interface Verdict {
  readonly reply: string;
  readonly closes: boolean;
}
const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/zcmonitor/${name}`, import.meta.url), 'utf8'));
const transcripts: readonly Transcript[] = fixture('transcripts.json');
const haproxy: readonly Verdict[] = fixture('haproxy-verdicts.json');

/** Everything the recorded monitor ever answered to a single command, by what we are meant to make of it. */
const answers = transcripts.flatMap(({ case: story, steps }) =>
  steps.length === 1 && steps[0]?.then === 'closed' ? [{ story, recv: steps[0].recv }] : [],
);

function monitor(answer: string, then: 'closed' | 'open' = 'closed') {
  return tcpServer((socket) => {
    socket.on('end', () => socket.destroy()); // half-closed: the real one drops its answer
    socket.once('data', (command) => {
      expect(command.toString()).toBe('health_check\n');
      setImmediate(() => (then === 'closed' ? socket.end(answer) : socket.write(answer)));
    });
  });
}

const zc = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'zcmonitor', port, ...wishes });

async function meaningOf(answer: string, then?: 'closed' | 'open') {
  const server = await monitor(answer, then);
  const outcome = await aProbeSet().run(zc(server.port), aContext({ clock: standingClock() }));
  return outcome.kind === 'pass' ? 'pass' : failureOf(outcome);
}

/** Of an answer that does not end. */
async function lateMeaningOf(answer: string) {
  const server = await monitor(answer, 'open');
  return failureOf(await lateIn(answer === '' ? 'headers' : 'body', aProbeSet(), zc(server.port)));
}

describe('a zcmonitor check', () => {
  it('has recorded answers to stand before', () => {
    expect(answers.length).toBeGreaterThan(20);
  });

  it.each(answers)('takes nothing but OK for well: $story', async ({ recv }) => {
    const meaning = await meaningOf(recv);
    expect(meaning === 'pass').toBe(recv === 'OK\n');
  });

  it.each([
    { answer: 'Instance is booting\n', kind: 'starting', detail: 'Instance is booting' },
    { answer: 'Warmup in progress\n', kind: 'starting', detail: 'Warmup in progress' },
    {
      answer: "Error: Database 'main' disconnected.\n",
      kind: 'said-failing',
      detail: "Error: Database 'main' disconnected.",
    },
    { answer: '', kind: 'closed', detail: 'closed without an answer' },
    {
      answer:
        'Traceback (most recent call last):\n  File "monitor.py", line 58\nValueError: probe blew up\nValueError: probe blew up\n\n',
      kind: 'said-failing',
      detail: 'the probe inside the instance failed: ValueError: probe blew up',
    },
    {
      answer: 'Invalid command \'health_check\'\nTry "help".\n',
      kind: 'said-failing',
      detail: "the monitor knows no health_check (is ftw.monitor installed?): Invalid command 'health_check'",
    },
    { answer: 'NOT OK\n', kind: 'said-failing', detail: 'NOT OK' },
    { answer: 'BROKEN\n', kind: 'said-failing', detail: 'BROKEN' },
    { answer: 'ok\n', kind: 'said-failing', detail: 'ok' },
    { answer: 'OK really\n', kind: 'said-failing', detail: 'OK really' },
  ])('reads $answer as $kind', async ({ answer, kind, detail }) => {
    expect(await meaningOf(answer)).toMatchObject({ kind, detail });
  });

  it('passes what HAProxy passes only when it is exactly OK', async () => {
    for (const { reply, closes } of haproxy.filter((verdict) => !/\d{2,}|later|stays/.test(verdict.reply))) {
      const meaning = await meaningOf(reply, closes ? 'closed' : 'open');
      expect([reply, meaning === 'pass']).toEqual([reply, reply === 'OK\n']);
    }
  });

  it('does not wait for the end of the connection once the line is whole', async () => {
    expect(await meaningOf('OK\n', 'open')).toBe('pass');
    expect(await meaningOf('Warmup in progress\n', 'open')).toMatchObject({ kind: 'starting' });
  });

  it('waits for the rest of a line', async () => {
    const server = await tcpServer((socket) =>
      socket.setNoDelay(true).once('data', () => socket.write('O', () => setImmediate(() => socket.end('K\r\n')))),
    );
    expect((await aProbeSet().run(zc(server.port), aContext())).kind).toBe('pass');
  });

  it.each([
    { answer: '', phase: 'headers', detail: 'connected, but no answer to health_check within 3 s' },
    { answer: 'OK', phase: 'body', detail: 'no whole answer to health_check within 3 s, got "OK"' },
  ])('times out on "$answer" without an end', async ({ answer, phase, detail }) => {
    expect(await lateMeaningOf(answer)).toEqual({ kind: 'timeout', phase, detail });
  });

  it('finds the monitor 80 above the instance', async () => {
    const server = await monitor('OK\n');
    const check = aCheck({ type: 'zcmonitor', instancePort: server.port - 80 });
    expect((await aProbeSet().run(check, aContext())).kind).toBe('pass');
  });

  it('reads no endless answer', async () => {
    const server = await tcpServer((socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write('x'.repeat(16_384))) {
          // as fast as it is taken
        }
      };
      socket.on('drain', pour).once('data', pour);
    });
    expect(failureOf(await aProbeSet().run(zc(server.port), aContext()))).toMatchObject({ kind: 'said-failing' });
  });
});
