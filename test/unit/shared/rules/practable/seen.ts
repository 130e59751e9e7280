import { ComponentId } from '../../../../../shared/model/ids.ts';
import type { SeenExperiment, SeenStream } from '../../../../../shared/model/practable/experiment.ts';
import type { ExperimentHealth } from '../../../../../shared/model/practable/health.ts';
import { SystemId } from '../../../../../shared/model/practable/settings.ts';
import { type Round, type RoundSettings, round } from '../../../../../shared/rules/practable/round.ts';

export const stream = (name: string, state: SeenStream['state'] = 'ok', required = true): SeenStream => ({
  name,
  required,
  state,
  detail: '',
  lastMs: null,
});

/** aaaa00 with two required streams, all well. */
export const experiment = (over: Partial<SeenExperiment> = {}): SeenExperiment => ({
  system: SystemId.parse('lab'),
  stub: 'aaaa00',
  name: 'r-aaaa00',
  description: '',
  componentId: ComponentId.parse('lab-aaaa00'),
  streams: [stream('aaaa00-st-data'), stream('aaaa00-st-video')],
  jump: 'ok',
  inGraceUntil: null,
  firstSeenAt: 0,
  lastReportAt: 0,
  ...over,
});

export const SETTINGS: RoundSettings = { events: 20, silentIsUnavailable: true };

/** Nobody sets anything in book: it is as the streams say. */
export const asWanted = (wanted: boolean | null): boolean | null => wanted;

/** Plays rounds, one second apart, and gives them all. */
export function play(seens: readonly Partial<SeenExperiment>[], settings: Partial<RoundSettings> = {}): Round[] {
  let health: ExperimentHealth | null = null;
  return seens.map((over, index) => {
    const result = round(health, experiment(over), { ...SETTINGS, ...settings }, asWanted, index * 1_000);
    health = result.health;
    return result;
  });
}
