/**
 * The self-check's rows about ourselves: can each witness be believed, is our own heartbeat heard. No row for what is not configured.
 */
import type { SelfCheckRow } from '../../../shared/contract/contract.ts';
import { formatDuration } from '../../../shared/model/duration.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { row } from '../self-check-row.ts';
import type { HeartbeatOutView } from './heartbeat-out.ts';
import type { OurselvesView } from './ourselves.ts';
import type { WitnessView } from './witnesses.ts';

export function ownRows({ witnesses, heartbeat }: OurselvesView, now: EpochMs): readonly SelfCheckRow[] {
  return [...witnesses.map(witnessRow), ...(heartbeat === null ? [] : [heartbeatRow(heartbeat, now)])];
}

function witnessRow({ address, answered, believed, detail }: WitnessView): SelfCheckRow {
  const id = `witness:${address}`;
  const name = `Witness ${address}`;
  if (answered === null) {
    return row(id, name, 'amber', 'Not asked yet', 'Asked within a minute of the start');
  }
  if (answered) {
    return row(id, name, 'green', 'It can be reached');
  }
  return believed
    ? row(
        id,
        name,
        'red',
        `It does not answer: ${detail}`,
        'If no witness answers, look at the network of this machine',
      )
    : row(
        id,
        name,
        'amber',
        `It does not answer though our targets do, so it proves nothing: ${detail}`,
        'Name another address in settings.witnesses',
      );
}

function heartbeatRow({ host, heardAt, trouble, silentBecause }: HeartbeatOutView, now: EpochMs): SelfCheckRow {
  const name = `Our heartbeat to ${host}`;
  const last = heardAt === null ? 'never heard yet' : `last heard ${formatDuration(now - heardAt)} ago`;
  if (trouble !== null) {
    return row(
      'heartbeat',
      name,
      'red',
      `Not heard: ${trouble} (${last})`,
      'Look at settings.heartbeat and at that service',
    );
  }
  if (silentBecause !== null) {
    return row('heartbeat', name, 'amber', `Silent on purpose: ${silentBecause}`, 'It goes on as soon as we can see');
  }
  return heardAt === null
    ? row('heartbeat', name, 'amber', 'Not sent yet', 'The first one goes out as soon as a check could be judged')
    : row('heartbeat', name, 'green', `Heard ${formatDuration(now - heardAt)} ago`);
}
