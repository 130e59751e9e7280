/**
 * Which shape stands for one component or one incident. The picture of the whole comes from the engine and is not made here.
 */
import type { ComponentView, IncidentView, Shape } from '../../shared/contract/view.ts';
import { assertNever } from '../../shared/model/never.ts';
import type { ComponentStatus } from '../../shared/model/status.ts';

/** Never `acknowledged` or `suspect`: a status alone says neither. */
export type StatusShape = Exclude<Shape, 'acknowledged' | 'suspect'>;

export function shapeOfStatus(status: ComponentStatus): StatusShape {
  switch (status) {
    case 'operational':
      return 'calm';
    case 'performance_issues':
      return 'slow';
    case 'partial_outage':
    case 'major_outage':
      return 'down';
    case 'under_maintenance':
      return 'maintenance';
    case 'unknown':
      return 'blind';
    default:
      return assertNever(status, 'status');
  }
}

/** `incident`: the component's open one, if any. */
export function shapeOfComponent(component: ComponentView, incident: IncidentView | undefined): Shape {
  const shape = shapeOfStatus(component.status);
  if (incident?.state === 'acknowledged' && (shape === 'down' || shape === 'slow')) {
    return 'acknowledged';
  }
  return shape === 'calm' && component.suspect ? 'suspect' : shape;
}

export function shapeOfIncident(incident: IncidentView): Shape {
  if (incident.state === 'resolved' || incident.recoveredAt !== null) {
    return 'calm';
  }
  return incident.state === 'acknowledged' ? 'acknowledged' : shapeOfStatus(incident.status);
}
