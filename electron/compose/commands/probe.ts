/** `watchbell probe <url>`: one look at an address, with the time each phase took. No configuration needed. */

import { CheckFile } from '../../../shared/model/check.ts';
import { ConfigFile } from '../../../shared/model/config.ts';
import type { Timings } from '../../../shared/model/observation.ts';
import { resolveConfig } from '../../../shared/rules/config.ts';
import { describeTarget } from '../../../shared/rules/words/target.ts';
import { readUrl } from '../../engine/ports/read-url.ts';
import { createProbes } from '../../probes/registry.ts';
import type { Terminal } from '../terminal.ts';
import { probeOnce } from './check.ts';
import { EXIT, type ExitCode } from './places.ts';

export async function probeCommand(url: string, terminal: Terminal): Promise<ExitCode> {
  const check = checkFor(url);
  if (typeof check === 'string') {
    terminal.err(check);
    return EXIT.badInput;
  }
  const probes = createProbes();
  const outcome = await probeOnce(probes, check);
  await probes.close();
  terminal.out(describeTarget(check));
  switch (outcome.kind) {
    case 'pass':
      terminal.out(`ok in ${outcome.timings.totalMs.toFixed(1)} ms  ${phases(outcome.timings)}`);
      break;
    case 'fail':
      terminal.out(`failed (${outcome.failure.kind}, while ${outcome.failure.phase}): ${outcome.failure.detail}`);
      terminal.out(phases(outcome.timings));
      break;
    case 'inconclusive':
      terminal.out(`cannot judge (${outcome.trouble.kind}): ${outcome.trouble.detail}`);
      break;
  }
  if (outcome.kind !== 'inconclusive') {
    for (const [name, value] of Object.entries(outcome.readings ?? {})) {
      terminal.out(`  ${name}: ${value}`);
    }
  }
  return outcome.kind === 'pass' ? EXIT.well : EXIT.wrong;
}

/** The check that an address stands for: http(s)://…, tcp://host:port, zcmonitor://host:port. A text says what is wrong. */
function checkFor(text: string) {
  const url = readUrl(text);
  const endpoint = { host: url?.hostname.replace(/^\[|\]$/g, '') ?? '', port: Number(url?.port) };
  const file =
    url?.protocol === 'tcp:' || url?.protocol === 'zcmonitor:'
      ? { type: url.protocol.slice(0, -1), ...endpoint }
      : { type: 'http', url: text };
  const parsed = CheckFile.safeParse(file);
  if (!parsed.success) {
    return `${JSON.stringify(text)} cannot be probed; write http://…, https://…, tcp://host:port or zcmonitor://host:port`;
  }
  const resolved = resolveConfig(ConfigFile.parse({ version: 1, components: [{ id: 'probe', checks: [file] }] }));
  const check = resolved.ok ? [...resolved.config.checks.values()][0] : undefined;
  return check ?? 'cannot be probed';
}

function phases({ dnsMs, connectMs, tlsMs, firstByteMs, bodyMs }: Timings): string {
  const named = Object.entries({ dns: dnsMs, connect: connectMs, tls: tlsMs, 'first byte': firstByteMs, body: bodyMs });
  return named.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${ms.toFixed(1)} ms`])).join(' · ');
}
