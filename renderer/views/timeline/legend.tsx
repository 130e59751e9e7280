/**
 * What the heights and patterns of the bars mean, in words.
 */
import type { ComponentStatus } from '../../../shared/model/status.ts';
import { useWords } from '../../app/parts.tsx';

const SHOWN: readonly ComponentStatus[] = [
  'operational',
  'performance_issues',
  'partial_outage',
  'major_outage',
  'under_maintenance',
  'unknown',
];

export function Legend() {
  const words = useWords();
  return (
    <ul className="legend" aria-label={words.timeline.legend}>
      {SHOWN.map((status) => (
        <li key={status}>
          <span className="bars legend-bars" aria-hidden="true">
            <span className={`bar bar-${status} legend-bar`} />
          </span>
          {status === 'unknown' ? words.timeline.notWatching : words.statuses[status]}
        </li>
      ))}
    </ul>
  );
}
