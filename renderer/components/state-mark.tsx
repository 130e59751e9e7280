/**
 * The seven shapes. Told apart without colour, at 12 px, by a tired eye: ring, open and filled triangle, filled and half square, barred and slashed ring.
 *
 * build/icons and public/marks draw the same geometry; change them together.
 */
import type { ReactElement } from 'react';
import type { Shape } from '../../shared/contract/view.ts';

const TRIANGLE = 'M8 2.2 14.6 13.6H1.4Z';

const DRAWN: Readonly<Record<Shape, ReactElement>> = {
  calm: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />,
  suspect: <path d={TRIANGLE} fill="none" stroke="currentColor" strokeWidth="1.9" strokeLinejoin="round" />,
  slow: <path d={TRIANGLE} fill="currentColor" stroke="currentColor" strokeWidth="1.9" strokeLinejoin="round" />,
  down: <rect x="1.5" y="1.5" width="13" height="13" rx="1.5" fill="currentColor" />,
  acknowledged: (
    <>
      <rect x="2.4" y="2.4" width="11.2" height="11.2" rx="1" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M2.4 2.4H8V13.6H2.4Z" fill="currentColor" />
    </>
  ),
  maintenance: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M2.5 8H13.5" stroke="currentColor" strokeWidth="2.4" />
    </>
  ),
  blind: (
    <>
      <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M3.2 12.8 12.8 3.2" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
};

interface StateMarkProps {
  readonly shape: Shape;
  /** Drawn inside the filled square, and only there. */
  readonly count?: number;
  readonly size?: 'small' | 'medium' | 'large';
  /** Its word, when no word stands beside it. */
  readonly label?: string;
}

export function StateMark({ shape, count = 0, size = 'small', label }: StateMarkProps) {
  const className = `mark mark-${size} state-${shape}`;
  const drawn = (
    <>
      {DRAWN[shape]}
      {shape === 'down' && count > 0 && size !== 'small' && (
        <text className="mark-count" x="8" y="11.4" textAnchor="middle" fontSize={count > 9 ? 8 : 10}>
          {count > 99 ? '99+' : count}
        </text>
      )}
    </>
  );
  return label === undefined ? (
    <svg className={className} viewBox="0 0 16 16" aria-hidden="true">
      {drawn}
    </svg>
  ) : (
    <svg className={className} viewBox="0 0 16 16" role="img" aria-label={label}>
      {drawn}
    </svg>
  );
}
