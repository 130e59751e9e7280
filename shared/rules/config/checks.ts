/**
 * Checks as the house uses them: with ids and every interval filled in; and times that cannot be meant.
 *
 * Default ids depend only on the file: `<component>/<type>`, then `-2`, `-3` …, and never one that is written down somewhere.
 */

import type { z } from 'zod';
import type { Check, CheckFile } from '../../model/check.ts';
import { PING_GAP_MS } from '../../model/checks/ping.ts';
import { STAGES } from '../../model/checks/stages.ts';
import type { ConfigFile } from '../../model/config.ts';
import { formatDuration } from '../../model/duration.ts';
import { CheckId, type ComponentId } from '../../model/ids.ts';
import { alike } from '../alike.ts';
import type { Complaint, Path } from './complaint.ts';
import { repeated } from './unique.ts';

type CheckInFile = z.infer<typeof CheckFile>;

/** Faster is an attack on the target and a loop on our side. */
const SHORTEST_INTERVAL_MS = 100;
/** Reports over less time than this are an accident. */
const SHORTEST_WITHIN_MS = 60_000;
/** While undecided: a tenth of the interval, but not hammering. */
const FAST_SHARE = 10;
const SHORTEST_FAST_MS = 1_000;

export interface ResolvedChecks {
  readonly byComponent: ReadonlyMap<ComponentId, readonly Check[]>;
  readonly complaints: readonly Complaint[];
}

/** Every check of the file, by component. */
export function resolveChecks(file: ConfigFile): ResolvedChecks {
  const written = file.components.flatMap((component, c) =>
    component.checks.flatMap((check, k) =>
      check.id === undefined ? [] : [{ name: check.id, path: ['components', c, 'checks', k, 'id'] }],
    ),
  );
  const taken = new Set<string>(written.map(({ name }) => name));
  const complaints: Complaint[] = [...repeated('check id', written, 'every check needs its own'), ...tokensTwice(file)];
  const byComponent = new Map<ComponentId, readonly Check[]>();
  for (const [c, component] of file.components.entries()) {
    const checks: Check[] = [];
    for (const [k, check] of component.checks.entries()) {
      const path: Path = ['components', c, 'checks', k];
      complaints.push(...timingComplaints(check, path));
      const id = check.id ?? freeId(`${component.id}/${check.type}`, taken);
      const valid = CheckId.safeParse(id);
      if (valid.success) {
        taken.add(valid.data);
        checks.push(alike({ ...check, ...intervals(check), id: valid.data, componentId: component.id }));
      } else {
        complaints.push({ path, message: `give this check an \`id\` of its own: \`${id}\` would be too long` });
      }
    }
    byComponent.set(component.id, checks);
  }
  return { byComponent, complaints };
}

/** All times of a check in ms, from what the file says. */
function intervals(check: CheckInFile): Pick<Check, 'fastInterval' | 'downInterval' | 'timeout'> {
  const { interval, timeout } = check;
  return {
    fastInterval:
      check.fastInterval ?? Math.min(interval, Math.max(SHORTEST_FAST_MS, Math.round(interval / FAST_SHARE))),
    downInterval: check.downInterval ?? interval,
    timeout: Math.min(timeout, interval),
  };
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number++) {
    id = `${wanted}-${number}`;
  }
  return id;
}

function tokensTwice(file: ConfigFile): readonly Complaint[] {
  const first = new Map<string, Path>();
  const complaints: Complaint[] = [];
  for (const [c, component] of file.components.entries()) {
    for (const [k, check] of component.checks.entries()) {
      if (check.type !== 'heartbeat' && check.type !== 'count') {
        continue;
      }
      const path: Path = ['components', c, 'checks', k, 'token'];
      const earlier = first.get(check.token);
      if (earlier === undefined) {
        first.set(check.token, path);
      } else {
        // The token is a secret: it is not repeated in the message.
        const message =
          check.type === 'heartbeat'
            ? 'this token is used by another heartbeat; a beat would not say which of them is alive'
            : 'this token is used by another check; a report would not say what does not work';
        complaints.push({ path, message, other: earlier });
      }
    }
  }
  return complaints;
}

function timingComplaints(check: CheckInFile, path: Path): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const tooShort = (field: 'interval' | 'fastInterval' | 'downInterval', least: number) => {
    const value = check[field];
    if (value !== undefined && value < least) {
      complaints.push({ path: [...path, field], message: `must be at least ${least}ms` });
    }
  };
  tooShort('interval', SHORTEST_INTERVAL_MS);
  tooShort('fastInterval', SHORTEST_INTERVAL_MS);
  tooShort('downInterval', SHORTEST_INTERVAL_MS);
  if (check.timeout === 0) {
    complaints.push({ path: [...path, 'timeout'], message: 'a timeout of 0 fails every try; leave it out for 10s' });
  }
  const longest = Math.min(check.timeout, check.interval);
  for (const stage of STAGES) {
    const limit = 'timeouts' in check ? check.timeouts?.[stage] : undefined;
    if (limit === 0) {
      const message = 'a limit of 0 fails every try; leave it out for none of its own';
      complaints.push({ path: [...path, 'timeouts', stage], message });
    } else if (limit !== undefined && limit > longest) {
      const message = `is longer than the whole try may take (${formatDuration(longest)}: timeout, and never above interval)`;
      complaints.push({ path: [...path, 'timeouts', stage], message });
    }
  }
  if (check.type === 'heartbeat' && check.every === 0) {
    complaints.push({ path: [...path, 'every'], message: 'must be above 0' });
  }
  if (check.type === 'count' && check.within < SHORTEST_WITHIN_MS) {
    complaints.push({ path: [...path, 'within'], message: 'must be at least 1m; people are slow to complain' });
  }
  if (check.type === 'ping' && (check.count - 1) * PING_GAP_MS >= longest) {
    const seconds = ((check.count - 1) * PING_GAP_MS) / 1_000;
    const message = `${check.count} pings take ${seconds} s; send fewer, or give the try a longer timeout`;
    complaints.push({ path: [...path, 'count'], message });
  }
  if (check.latencyLimit === 0) {
    complaints.push({ path: [...path, 'latencyLimit'], message: 'must be above 0; leave it out to be never slow' });
  }
  if (check.fastInterval !== undefined && check.fastInterval > check.interval) {
    const message = 'is longer than `interval`; while undecided we look more often, not less';
    complaints.push({ path: [...path, 'fastInterval'], message });
  }
  return complaints;
}
