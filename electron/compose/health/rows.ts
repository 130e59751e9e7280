/**
 * The health port and the agent port in the self-check, and in the log.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import { assertNever } from '../../../shared/model/never.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import type { WarmUp } from '../../../shared/rules/health-port/warm-up.ts';
import type { Log } from '../../engine/ports/log.ts';
import type { PortState } from '../../server/health/keep-port.ts';
import type { PortName } from '../../server/health/messages.ts';

const NAMES: Readonly<Record<PortName, string>> = { health: 'Health port', agent: 'HAProxy agent port' };

/** A row for each that is wanted. */
export function healthRows(
  { health, agent }: Pick<Settings, 'health' | 'agent'>,
  thread: { readonly state: (port: PortName) => PortState } | null,
  warmUp: WarmUp,
): readonly SelfCheckRow[] {
  const row = (port: PortName, more: string): SelfCheckRow =>
    portRow(port, thread?.state(port) ?? { kind: 'nowhere' }, more);
  return [
    ...(health === false ? [] : [row('health', warmWords(warmUp))]),
    ...(agent === undefined ? [] : [row('agent', agent.component ?? 'Watchbell itself')]),
  ];
}

function portRow(port: PortName, state: PortState, more: string): SelfCheckRow {
  const row = { id: `${port}-port`, name: NAMES[port] };
  switch (state.kind) {
    case 'listening':
      return { ...row, level: 'green', text: `Answers at ${state.host}:${state.port}; ${more}`, fix: '' };
    case 'refused':
      return { ...row, level: 'amber', text: 'Nobody can ask there how we are', fix: state.problem };
    case 'nowhere':
      return {
        ...row,
        level: 'amber',
        text: 'Not open',
        fix: 'It is opened again by itself; the log says why it is not',
      };
    default:
      return assertNever(state, 'state of a port');
  }
}

/** Every step, and how far it is. */
function warmWords({ state, steps }: WarmUp): string {
  const each = steps.map(({ name, done, words }) => `${name}: ${done ? 'done' : words}`).join(', ');
  switch (state) {
    case 'off':
      return 'warm-up is turned off';
    case 'in-progress':
      return `warm-up in progress (${each})`;
    case 'given-up':
      return `warm-up given up when its time was over (${each})`;
    case 'done':
      return `warm-up done (${each})`;
    default:
      return assertNever(state, 'state of the warm-up');
  }
}

/** Into the log: where a port is, or why it is not. */
export function sayWhere(log: Log, port: PortName, state: PortState): void {
  switch (state.kind) {
    case 'listening':
      log.info({ host: state.host, port: state.port }, `the ${NAMES[port]} listens`);
      return;
    case 'refused':
      log.error({}, `${state.problem}. Watching and paging go on; it is tried again.`);
      return;
    case 'nowhere':
      return;
    default:
      assertNever(state, 'state of a port');
  }
}
