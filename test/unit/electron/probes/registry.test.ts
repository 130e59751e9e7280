/** The one door to all probes. */
import { describe, expect, it } from 'vitest';
import type { Probe } from '../../../../electron/engine/ports/probe.ts';
import { probeSet } from '../../../../electron/probes/registry.ts';
import type { CheckType } from '../../../../shared/model/check.ts';
import { aCheck, aContext } from '../../../harness/probing.ts';

/** Remembers what it was asked, and passes. */
function recorder<T extends CheckType>(type: T, asked: string[]): Probe<T> {
  return {
    type,
    async run(check) {
      asked.push(`${type} runs ${check.id}`);
      return { kind: 'pass', timings: { totalMs: 1 } };
    },
    forget: (id) => void asked.push(`${type} forgets ${id}`),
    async close() {
      asked.push(`${type} closes`);
    },
  };
}

const recorders = (asked: string[]) => ({
  http: recorder('http', asked),
  tcp: recorder('tcp', asked),
  database: recorder('database', asked),
  tls: recorder('tls', asked),
  websocket: recorder('websocket', asked),
  grpc: recorder('grpc', asked),
  exec: recorder('exec', asked),
  ping: recorder('ping', asked),
  dns: recorder('dns', asked),
  zcmonitor: recorder('zcmonitor', asked),
  heartbeat: recorder('heartbeat', asked),
  agent: recorder('agent', asked),
  count: recorder('count', asked),
  call: recorder('call', asked),
  alert: recorder('alert', asked),
  source: recorder('source', asked),
  practable_stream: recorder('practable_stream', asked),
  practable_jump: recorder('practable_jump', asked),
  practable_service: recorder('practable_service', asked),
  apache_status: recorder('apache_status', asked),
  haproxy: recorder('haproxy', asked),
  prometheus: recorder('prometheus', asked),
});

const tcp = aCheck({ type: 'tcp', host: 'h', port: 1, id: 'one' });

describe('the set of probes', () => {
  it('sends each check to the probe of its type', async () => {
    const asked: string[] = [];
    const probes = probeSet(recorders(asked));
    await probes.run(tcp, aContext());
    await probes.run(aCheck({ type: 'http', url: 'http://h/', id: 'two' }), aContext());
    expect(asked).toEqual(['tcp runs one', 'http runs two']);
  });

  it('tells every probe to forget, and to close', async () => {
    const asked: string[] = [];
    const probes = probeSet(recorders(asked));
    probes.forget(tcp.id);
    await probes.close();
    expect(asked.toSorted()).toEqual(
      Object.keys(recorders([]))
        .flatMap((type) => [`${type} closes`, `${type} forgets one`])
        .toSorted(),
    );
  });

  it.each([
    {
      how: 'at once',
      run: () => {
        throw new TypeError('our bug');
      },
    },
    { how: 'later', run: () => Promise.reject(new TypeError('our bug')) },
  ])("calls what a probe throws $how our bug, and nobody else's failure", async ({ run }) => {
    const probes = probeSet({ ...recorders([]), tcp: { type: 'tcp', run } });
    expect(await probes.run(tcp, aContext())).toEqual({
      kind: 'inconclusive',
      trouble: { kind: 'bug', detail: 'TypeError: our bug' },
    });
  });
});
