/**
 * What belongs to this machine: starting with the session, hearing the tones, which version and which configuration.
 */
import type { World } from '../../app/mirror.ts';
import { useParts, useTick, useWords, useWorld } from '../../app/parts.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { Button, CommandButton } from '../../components/button.tsx';

const hostOf = (world: World) => world.host;
const versionOf = (world: World) => world.version;
const configOf = (world: World) => world.config;
const SEVERITIES = ['low', 'high', 'critical'] as const;

export function ThisMachine() {
  const words = useWords();
  const { stage } = useParts();
  const { selfCheck, tokens } = words;
  const host = useWorld(hostOf);
  const version = useWorld(versionOf);
  const { path, loadedAt } = useWorld(configOf);
  const loaded = useTick((now) => words.time.near(loadedAt, now));
  return (
    <section className="section">
      <h2>{selfCheck.desk}</h2>
      {host.kind === 'desktop' && (
        <>
          <Autostart />
          <p className="actions">
            <span>{selfCheck.sounds}</span>
            {SEVERITIES.map((severity) => (
              <CommandButton key={severity} command="playSound" question={{ severity }}>
                {selfCheck.sound[severity]}
              </CommandButton>
            ))}
          </p>
        </>
      )}
      <p className="actions">
        <span>{selfCheck.programs}</span>
        <Button onClick={() => stage.setState({ dialog: { kind: 'tokens' } })}>{tokens.open}</Button>
      </p>
      <p className="hint">{selfCheck.about(version, host.platform)}</p>
      <p className="hint">{path === null ? selfCheck.configDemo : selfCheck.configAt(path, loaded)}</p>
    </section>
  );
}

function Autostart() {
  const { bridge, commands } = useParts();
  const { selfCheck, commands: said } = useWords();
  const [answer, again] = useAnswer('autostart', { on: null });
  if (answer.kind !== 'here') {
    return null;
  }
  const { supported, on } = answer.value;
  const change = (wanted: boolean) =>
    bridge
      .ask('autostart', { on: wanted })
      .then(again, (error: unknown) =>
        commands.say(said.failed(error instanceof Error ? error.message : String(error)), false),
      );
  return (
    <p>
      <label className="tick-label">
        <input
          type="checkbox"
          checked={on}
          disabled={!supported}
          onChange={(event) => void change(event.target.checked)}
        />
        {selfCheck.autostart}
      </label>
      {!supported && <span className="hint"> {selfCheck.autostartUnsupported}</span>}
    </p>
  );
}
