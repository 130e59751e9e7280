/**
 * How systems, experiments and their checks are named in the house. Nobody else may have an id that begins so.
 *
 * `practable/lab` is the system itself and `practable/lab/relay` one of its checks; `practable/lab/x/aaaa00` is an experiment,
 * `practable/lab/x/aaaa00/stream/st-data` and `practable/lab/x/aaaa00/jump` are its checks.
 */
import { CheckId, ComponentId, GroupId } from '../../model/ids.ts';
import type { Service, SystemId } from '../../model/practable/settings.ts';

export const PRACTABLE_PREFIX = 'practable/';

/** Of a part that others named; with what makes it single it is nine longer. */
const LONGEST_PART = 27;
/** An experiment may be called like a service. */
const EXPERIMENTS = 'x';

export const systemComponentId = (system: SystemId): ComponentId => ComponentId.parse(`${PRACTABLE_PREFIX}${system}`);
export const systemGroupId = (system: SystemId): GroupId => GroupId.parse(`${PRACTABLE_PREFIX}${system}`);
export const serviceCheckId = (system: SystemId, service: Service): CheckId =>
  CheckId.parse(`${PRACTABLE_PREFIX}${system}/${service}`);

export const experimentId = (system: SystemId, stub: string): ComponentId =>
  ComponentId.parse(`${PRACTABLE_PREFIX}${system}/${EXPERIMENTS}/${part(stub)}`);
/** @param topic whole: `aaaa00-st-data` */
export const streamCheckId = (experiment: ComponentId, stub: string, topic: string): CheckId =>
  CheckId.parse(`${experiment}/stream/${part(topic.slice(stub.length + 1))}`);
export const jumpCheckId = (experiment: ComponentId): CheckId => CheckId.parse(`${experiment}/jump`);

/** As it is; or, where an id cannot hold it, what can be held and a sum of the whole. */
function part(text: string): string {
  if (/^[A-Za-z0-9._-]+$/.test(text) && text.length <= LONGEST_PART) {
    return text;
  }
  return `${text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, LONGEST_PART)}-${sumOf(text)}`;
}

/** FNV-1a, 32 bits: eight digits that differ where texts do, but for accidents. */
function sumOf(text: string): string {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  }
  return (sum >>> 0).toString(16).padStart(8, '0');
}
