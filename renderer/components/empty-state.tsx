/**
 * Where there is nothing to show: what that means, and what to do about it. Never a blank.
 */
import type { ReactNode } from 'react';
import type { Shape } from '../../shared/contract/view.ts';
import { StateMark } from './state-mark.tsx';

interface EmptyStateProps {
  readonly shape?: Shape;
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}

export function EmptyState({ shape, title, hint, children }: EmptyStateProps) {
  return (
    <div className="empty">
      {shape !== undefined && <StateMark shape={shape} size="large" />}
      <p className="empty-title">{title}</p>
      {hint !== undefined && <p className="hint">{hint}</p>}
      {children}
    </div>
  );
}
