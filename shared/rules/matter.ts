/**
 * What an incident is about: something that we watch, a person's call, or an alert of another system. Each is called in its own way.
 */
import type { ComponentId } from '../model/ids.ts';
import { isAlert } from './alerts/ids.ts';
import { isCall } from './calls/ids.ts';

export type Matter = 'component' | 'call' | 'alert';

export function matterOf(id: ComponentId): Matter {
  return isCall(id) ? 'call' : isAlert(id) ? 'alert' : 'component';
}
