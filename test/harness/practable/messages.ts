/**
 * Reports as relay and jump send them, for experiments of a test's own.
 */

/** How a stream is: sent so many ms ago, never, or (relay 0.8) not told. */
export type Sent = number | 'Never' | 'untold';

/** An element of relay's message. */
export function stream(topic: string, sent: Sent = 100): object {
  const tx = { last: typeof sent === 'number' ? `${sent}ms` : sent, size: 100, fps: 5 };
  return {
    canRead: true,
    canWrite: true,
    connected: '2026-11-21T04:14:35.051239345Z',
    expiresAt: '2026-11-21T04:24:35Z',
    remoteAddr: '203.0.113.7',
    scopes: ['read', 'write', 'expt'],
    ...(sent !== 'untold' && { stats: { tx, rx: { last: 'Never', size: 0, fps: 0 } } }),
    topic,
    userAgent: 'Go-http-client/1.1',
  };
}

/** An element of jump's message, as jump 0.4.0 has it. */
export function host(stub: string): object {
  return {
    can_read: true,
    can_write: true,
    connected_at: '2026-11-21T04:14:35.145904327Z',
    expires_at: '2026-11-21T04:24:35Z',
    remote_address: '',
    scopes: ['write', 'host', 'read'],
    statistcs: { last: '5.001394592s' },
    topic: stub,
    user_agent: 'Go-http-client/1.1',
  };
}
