import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SeenExperiment, Told } from '../../../../../shared/model/practable/experiment.ts';
import type { Connection } from '../../../../../shared/model/practable/report.ts';
import { type ApiFacts, apiEvent, apiExperiment } from '../../../../../shared/rules/practable/status-api.ts';
import { experiment, play, stream } from './seen.ts';

type Json = Record<string, unknown>;

const recorded = (name: string): Json[] =>
  JSON.parse(readFileSync(new URL(`../../../../fixtures/practable/${name}.json`, import.meta.url), 'utf8'));

/** Times of our own clock are finer than we know them there, and end in what means nothing here. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, text: unknown) =>
    typeof text === 'string'
      ? text.replace(
          /^(.{19}\.\d{3})\d* (\+0000 UTC) m=.*$/,
          (_all, time: string, zone: string) => `${time.replace(/\.?0*$/, '')} ${zone}`,
        )
      : text,
  );
}

const at = (text: string): number => Date.parse(`${text}Z`);
const video = { fps: 0, last: 328.419936, size: 100 };
const never = { fps: 0, last: 'never' as const, size: 0 };

const connection = (over: Partial<Connection>): Connection => ({
  topic: '',
  scopes: ['read', 'write', 'expt'],
  connectedAt: null,
  expiresAt: '2026-11-21T04:24:35Z',
  userAgent: '',
  tx: null,
  rx: never,
  ...over,
});

const aaaa00: ApiFacts = {
  experiment: experiment({ firstSeenAt: at('2026-11-21T04:16:30.372') }),
  health: play([{}])[0]?.health ?? null,
  told: {
    streams: [
      connection({
        topic: 'aaaa00-st-data',
        connectedAt: '2026-11-21T04:14:35.051239345Z',
        tx: { fps: 4, last: 142.750918, size: 100 },
      }),
      connection({
        topic: 'aaaa00-st-video',
        scopes: ['write', 'expt'],
        connectedAt: '2026-11-21T04:14:35.065021922Z',
        tx: video,
      }),
    ],
    jump: connection({ topic: 'aaaa00', scopes: ['read', 'write', 'host'], expiresAt: null, rx: null }),
    lastJumpReportAt: at('2026-11-21T04:16:55.356'),
    lastStreamsReportAt: at('2026-11-21T04:16:51.108'),
    foundInManifestAt: at('2026-11-21T04:16:50.372'),
  },
  available: true,
};

const unknownToBook: SeenExperiment = experiment({
  stub: 'bbbb00',
  name: null,
  streams: [stream('bbbb00-st-data', 'silent', false)],
  jump: 'missing',
  firstSeenAt: at('2026-11-21T04:14:38.422'),
});
const toldOfIt: Told = {
  streams: [connection({ topic: 'bbbb00-st-data', connectedAt: '2026-11-21T04:14:35.069798827Z', tx: never })],
  jump: null,
  lastJumpReportAt: null,
  lastStreamsReportAt: at('2026-11-21T04:14:56.429'),
  foundInManifestAt: null,
};

describe('the status API', () => {
  it('answers for experiments as the original does, key by key', () => {
    const bbbb00: ApiFacts = {
      experiment: unknownToBook,
      health: play([unknownToBook])[0]?.health ?? null,
      told: toldOfIt,
      available: null,
    };
    const ours = [aaaa00, bbbb00].map(apiExperiment);
    const theirs = comparable(recorded('status-experiments'));
    expect(ours).toEqual(theirs);
    expect(JSON.stringify(ours)).toBe(JSON.stringify(theirs));
  });

  it('answers for events as the original does, key by key', () => {
    const [first, second] = play([{}, { jump: 'missing' }]).flatMap(({ event }) => event ?? []);
    const ours = [
      { ...first, at: at('2026-11-21T04:14:55.470') },
      { ...second, at: at('2026-11-21T04:15:14.430') },
    ].map((event) => apiEvent(event as Parameters<typeof apiEvent>[0]));
    expect(JSON.stringify(ours)).toBe(JSON.stringify(comparable(recorded('status-events-aaaa00'))));
  });

  it('says of what was never heard what the original says', () => {
    const json = apiExperiment({ experiment: experiment(), health: null, told: null, available: null });
    expect(json).toMatchObject({
      available: false,
      health_events: 0,
      last_checked_jump: '0001-01-01 00:00:00 +0000 UTC',
      last_checked_streams: '0001-01-01 00:00:00 +0000 UTC',
      stream_reports: {},
    });
  });
});
