/**
 * Where the time of one try went: name resolution, connecting, TLS, waiting for the first byte, reading. The phase is the diagnosis.
 */
import type { Timings } from '../../../shared/model/observation.ts';
import { useWords } from '../../app/parts.tsx';

const PHASES = ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'bodyMs'] as const;

export function PhaseBar({ timings }: { readonly timings: Timings }) {
  const words = useWords();
  const phases = PHASES.flatMap((name) => {
    const ms = timings[name];
    return ms === undefined
      ? []
      : [{ name, ms, text: words.component.phase(words.component.phases[name], words.time.latency(ms)) }];
  });
  const sum = Math.max(
    1,
    phases.reduce((total, { ms }) => total + ms, 0),
  );
  return (
    <div className="phases">
      {phases.length > 0 && (
        <div className="phase-bar" aria-hidden="true">
          {phases.map(({ name, ms, text }) => (
            <span key={name} className={`phase phase-${name}`} style={{ flexGrow: ms / sum }} title={text} />
          ))}
        </div>
      )}
      <ul className="phase-list">
        {phases.map(({ name, text }) => (
          <li key={name}>
            <span className={`phase-key phase-${name}`} aria-hidden="true" />
            {text}
          </li>
        ))}
        <li>
          <strong>{words.component.total(words.time.latency(timings.totalMs))}</strong>
        </li>
      </ul>
    </div>
  );
}
