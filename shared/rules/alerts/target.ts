/**
 * Where an alert is trouble: the component of its source, one of its own, or the one that a storm shares.
 */
import type { Alert } from '../../model/alert.ts';
import type { CheckId, ComponentId } from '../../model/ids.ts';
import type { SourceSettings } from '../../model/source.ts';
import { alertCheckId, alertComponentId, sourceCheckId, stormCheckId, stormComponentId } from './ids.ts';

export interface AlertTarget {
  readonly componentId: ComponentId;
  readonly checkId: CheckId;
}

export function targetOf(
  { number, stormy }: Pick<Alert, 'number' | 'stormy'>,
  { id, component }: Pick<SourceSettings, 'id' | 'component'>,
): AlertTarget {
  if (component !== null) {
    return { componentId: component, checkId: sourceCheckId(id) };
  }
  return stormy
    ? { componentId: stormComponentId(id), checkId: stormCheckId(id) }
    : { componentId: alertComponentId(number), checkId: alertCheckId(number) };
}
