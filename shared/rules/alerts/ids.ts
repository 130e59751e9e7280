/**
 * How alerts are named among components and checks. Nobody else may have an id that begins so.
 *
 * `alerts/17` is an alert that is a component of its own, `alerts/prom/storm` what came in a storm from a source; `alerts/prom` is the
 * check by which a source is trouble of a component of the configuration. A source's id begins with a letter.
 */
import { CheckId, ComponentId } from '../../model/ids.ts';
import type { SourceId } from '../../model/source.ts';

export const ALERTS_PREFIX = 'alerts/';

export const alertComponentId = (number: number): ComponentId => ComponentId.parse(`${ALERTS_PREFIX}${number}`);
export const stormComponentId = (source: SourceId): ComponentId => ComponentId.parse(`${ALERTS_PREFIX}${source}/storm`);

export const alertCheckId = (number: number): CheckId => CheckId.parse(`${ALERTS_PREFIX}${number}/open`);
export const stormCheckId = (source: SourceId): CheckId => CheckId.parse(`${ALERTS_PREFIX}${source}/storm/open`);
export const sourceCheckId = (source: SourceId): CheckId => CheckId.parse(`${ALERTS_PREFIX}${source}`);

/** A component that lasts as long as what was said of it. */
export const isAlert = (id: ComponentId): boolean => id.startsWith(ALERTS_PREFIX);
