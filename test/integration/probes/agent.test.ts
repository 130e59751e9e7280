/** The agent check against real sockets: who says what, with or without the end of a line. */
import { describe, expect, it } from 'vitest';
import { tcpServer } from '../../harness/loopback.ts';
import { aCheck, aContext, aProbeSet, failureOf, lateIn } from '../../harness/probing.ts';

const agentOf = (port: number, wishes: Readonly<Record<string, unknown>> = {}) =>
  aCheck({ type: 'agent', host: '127.0.0.1', port, ...wishes });

describe('an agent check', () => {
  it('takes the line and its figures, and does not wait for the end of the connection', async () => {
    const server = await tcpServer((socket) => socket.write('up 75% maxconn:30\r\n'));
    expect(await aProbeSet().run(agentOf(server.port), aContext())).toMatchObject({
      kind: 'pass',
      readings: { weightPercent: 75, maxConnections: 30 },
    });
  });

  it('waits for a line that comes in pieces', async () => {
    const server = await tcpServer((socket) => {
      socket.setNoDelay(true).write('dra', () => setImmediate(() => socket.end('in # deploy\n')));
    });
    expect(failureOf(await aProbeSet().run(agentOf(server.port), aContext()))).toMatchObject({
      kind: 'draining',
      detail: 'draining by its agent (drain): deploy',
    });
  });

  it('says its piece first, where it has one', async () => {
    const server = await tcpServer((socket) =>
      socket.once('data', (asked) => socket.end(asked.toString() === 'web1\n' ? 'up\n' : 'down #who?\n')),
    );
    const outcome = await aProbeSet().run(agentOf(server.port, { send: 'web1\\n' }), aContext());
    expect(outcome.kind).toBe('pass');
  });

  it('remembers what the agent has not taken back, for as long as the check is wanted', async () => {
    const lines = ['down #db lost\n', '50%\n', '50%\n'];
    const server = await tcpServer((socket) => socket.end(lines.shift() ?? ''));
    const probes = aProbeSet();
    const check = agentOf(server.port);
    expect(failureOf(await probes.run(check, aContext())).detail).toBe('its agent says down: db lost');
    expect(failureOf(await probes.run(check, aContext())).detail).toBe('its agent says down: db lost');
    probes.forget(check.id);
    expect((await probes.run(check, aContext())).kind).toBe('pass');
  });

  it.each([
    {
      says: 'up',
      kind: 'protocol',
      detail: 'got "up" and no end of the line before it closed; HAProxy ignores such a line',
    },
    { says: '', kind: 'closed', detail: 'closed without a line' },
  ])('does not take "$says" and a close for a line', async ({ says, kind, detail }) => {
    const server = await tcpServer((socket) => socket.end(says));
    expect(failureOf(await aProbeSet().run(agentOf(server.port), aContext()))).toMatchObject({ kind, detail });
  });

  it.each([
    { says: 'up', stage: 'body', detail: 'got "up" and no end of the line within 3 s' },
    { says: '', stage: 'headers', detail: 'connected, but no line within 3 s' },
  ] as const)('does not wait for ever for the end of "$says"', async ({ says, stage, detail }) => {
    const server = await tcpServer((socket) => socket.write(says));
    expect(failureOf(await lateIn(stage, aProbeSet(), agentOf(server.port)))).toMatchObject({
      kind: 'timeout',
      detail,
    });
  });

  it('reads no endless line', async () => {
    const server = await tcpServer((socket) => socket.write('x'.repeat(64 * 1024)));
    expect(failureOf(await aProbeSet().run(agentOf(server.port), aContext()))).toMatchObject({
      kind: 'protocol',
    });
  });
});
