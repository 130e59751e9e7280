/**
 * The health thread: remembers what the main process said last, and when; answers by that alone.
 *
 * A beat that has been under way for long is as old as its sender's clock says, and one from before a sleep as old as ours does.
 */
import { agentLine, ownAgentLine } from '../../../shared/rules/health-port/agent-line.ts';
import type { Circumstances } from '../../../shared/rules/health-port/circumstances.ts';
import type { Beat, HealthPicture } from '../../../shared/rules/health-port/picture.ts';
import { noteTraffic, type Traffic } from '../../../shared/rules/health-port/traffic.ts';
import { SILENT_AFTER_MS, verdictOf } from '../../../shared/rules/health-port/verdict.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { startAgentPort } from './agent-port.ts';
import { healthDialogue } from './dialogue.ts';
import { startHealthPort } from './health-port.ts';
import { type KeptPort, keepPort } from './keep-port.ts';
import type { AgentSettings, FromThread, PortName, ToThread } from './messages.ts';
import { processMemory } from './process-memory.ts';

export interface HealthThreadOptions {
  readonly clock: Clock;
  readonly tell: (message: FromThread) => void;
}

/** Returns what hears the main process; resolves when it was done. */
export function healthThread({ clock, tell }: HealthThreadOptions): (message: ToThread) => Promise<void> {
  let heard: { readonly beat: Beat; readonly atMono: number } | null = null;
  let picture: HealthPicture | null = null;
  let traffic: Traffic = [];
  let agent: AgentSettings | null = null;

  function ageMs(): number {
    return heard === null ? 0 : Math.max(clock.monotonicMs() - heard.atMono, clock.now() - heard.beat.at);
  }

  const circumstances = (): Circumstances => ({
    beat: heard?.beat ?? null,
    ageMs: ageMs(),
    picture,
    now: clock.now(),
    silentAfterMs: SILENT_AFTER_MS,
    traffic,
    memory: processMemory(),
  });

  function line(): string {
    const known = { beat: heard?.beat ?? null, ageMs: ageMs() };
    const verdict = verdictOf(known);
    return agent?.forComponent === true
      ? agentLine(picture?.subject ?? null, known, verdict, agent.weights)
      : ownAgentLine(verdict);
  }

  const kept = (port: PortName, start: Parameters<typeof keepPort>[1]): KeptPort =>
    keepPort(clock, start, (state) => tell({ port, state }));
  const healthPort = kept('health', (place) =>
    startHealthPort({ ...place, clock, setting: 'settings.health', converse: () => healthDialogue(circumstances) }),
  );
  const agentPort = kept('agent', (place) => startAgentPort({ ...place, clock, setting: 'settings.agent', line }));

  return async (message) => {
    switch (message.kind) {
      case 'beat':
        heard = { beat: message.beat, atMono: clock.monotonicMs() };
        if (message.beat.store !== null) {
          traffic = noteTraffic(traffic, clock.monotonicMs(), message.beat.store);
        }
        return;
      case 'picture':
        picture = message.picture;
        return;
      case 'settings':
        agent = message.settings.agent;
        await Promise.all([healthPort.want(message.settings.health), agentPort.want(message.settings.agent)]);
        return;
    }
  };
}
