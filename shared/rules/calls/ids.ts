/**
 * How a call is named among components. Nobody else may have an id that begins so.
 */
import { CheckId, ComponentId } from '../../model/ids.ts';

export const CALLS_PREFIX = 'calls/';

/** `calls/17` */
export const callComponentId = (number: number): ComponentId => ComponentId.parse(`${CALLS_PREFIX}${number}`);

/** `calls/17/open` */
export const callCheckId = (number: number): CheckId => CheckId.parse(`${CALLS_PREFIX}${number}/open`);

/** The number of a call by its component's id, or by its check's; null: it is no call. */
export function callNumber(id: string): number | null {
  const found = /^calls\/([1-9]\d{0,14})(?:\/open)?$/.exec(id);
  return found === null ? null : Number(found[1]);
}

export const isCall = (id: ComponentId): boolean => callNumber(id) !== null;
