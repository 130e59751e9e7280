/**
 * What the head of a group says of all its members, also of those that a filter hides: the worst of them, how many are like that, and
 * how many more are not well. Pure.
 */
import type { ComponentView, Shape } from '../../../shared/contract/view.ts';
import type { ComponentStatus } from '../../../shared/model/status.ts';
import { STATUS_RANK } from '../../../shared/rules/status.ts';
import { type StatusShape, shapeOfStatus } from '../../components/shape-of.ts';

export interface Member {
  readonly component: ComponentView;
  readonly shape: Shape;
}

/** How a status is counted; whether somebody has acknowledged it makes it no better. */
export type HeadKind = StatusShape | 'suspect';

export interface GroupHead {
  /** As the worst member is drawn. */
  readonly shape: Shape;
  readonly status: ComponentStatus;
  readonly kind: HeadKind;
  /** Members of that kind, others that are not well, and all. */
  readonly alike: number;
  readonly others: number;
  readonly all: number;
}

/** Smaller is worse and comes first. */
export const SHAPE_RANK: Readonly<Record<Shape, number>> = {
  down: 0,
  slow: 1,
  acknowledged: 2,
  suspect: 3,
  blind: 4,
  maintenance: 5,
  calm: 6,
};

/** Null: nobody is in the group. */
export function groupHead(members: readonly Member[]): GroupHead | null {
  let worst: Member | null = null;
  let unwell = 0;
  for (const member of members) {
    worst = worst === null || isWorse(member, worst) ? member : worst;
    unwell += member.shape === 'calm' ? 0 : 1;
  }
  if (worst === null) {
    return null;
  }
  const { shape, component } = worst;
  const kind = kindOf(worst);
  const alike = members.filter((member) => kindOf(member) === kind).length;
  return {
    shape,
    status: component.status,
    kind,
    alike,
    others: kind === 'calm' ? 0 : unwell - alike,
    all: members.length,
  };
}

/** By status; among equals one that asks for attention comes first. */
function isWorse(one: Member, other: Member): boolean {
  const apart = STATUS_RANK[one.component.status] - STATUS_RANK[other.component.status];
  return apart > 0 || (apart === 0 && SHAPE_RANK[one.shape] < SHAPE_RANK[other.shape]);
}

function kindOf({ component, shape }: Member): HeadKind {
  return shape === 'suspect' ? 'suspect' : shapeOfStatus(component.status);
}
