import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeenExperiment } from '../../../../../shared/model/practable/experiment.ts';
import { ExperimentHealth } from '../../../../../shared/model/practable/health.ts';
import { round } from '../../../../../shared/rules/practable/round.ts';
import { asWanted, experiment, play, SETTINGS, stream } from './seen.ts';

interface TruthTable {
  readonly availability: readonly { required_streams_ok: boolean; jump_ok: boolean; available: boolean }[];
  readonly email: readonly {
    stream_health_changed: boolean;
    jump_health_changed: boolean;
    send_email: boolean;
    change_availability: boolean;
  }[];
}

const TABLE: TruthTable = JSON.parse(
  readFileSync(new URL('../../../../fixtures/practable/truth-table.json', import.meta.url), 'utf8'),
);

const lost = { streams: [stream('aaaa00-st-data', 'missing'), stream('aaaa00-st-video')] };
const silent = { streams: [stream('aaaa00-st-data', 'silent'), stream('aaaa00-st-video')] };
const bothLost = { streams: [stream('aaaa00-st-data', 'missing'), stream('aaaa00-st-video', 'missing')] };
const relayStale = { streams: [stream('aaaa00-st-data', 'unknown'), stream('aaaa00-st-video', 'unknown')] };

describe("the seed's first table", () => {
  it.each(TABLE.availability)('required streams $required_streams_ok, jump $jump_ok: available $available', (row) => {
    const seen = { ...(row.required_streams_ok ? {} : lost), jump: row.jump_ok ? 'ok' : 'missing' } as const;
    expect(play([seen])[0]?.wanted).toBe(row.available);
  });
});

describe("the seed's second table", () => {
  it.each(TABLE.email)('streams changed $stream_health_changed, jump changed $jump_health_changed', (row) => {
    const after = {
      ...(row.stream_health_changed ? lost : {}),
      jump: row.jump_health_changed ? 'missing' : 'ok',
    } as const;
    const [before, now] = play([{}, after]);
    expect(now?.event !== null).toBe(row.send_email);
    expect(now?.wanted !== before?.wanted).toBe(row.change_availability);
  });
});

describe('what the original does otherwise', () => {
  it('a second stream that fails is an event of its own', () => {
    const [, , third] = play([{}, lost, bothLost]);
    expect(third?.event?.issues).toEqual(['missing required aaaa00-st-data', 'missing required aaaa00-st-video']);
    expect(third?.because).toEqual({ kind: 'changed', streams: true, jump: false });
  });

  it('a required stream that is connected and silent takes the experiment out of service', () => {
    const [only] = play([silent]);
    expect(only).toMatchObject({ wanted: false, event: { issues: ['unhealthy aaaa00-st-data'], available: false } });
  });

  it('and does not where the settings want it as in the original', () => {
    expect(play([silent], { silentIsUnavailable: false })[0]).toMatchObject({
      wanted: true,
      event: { issues: ['unhealthy aaaa00-st-data'], available: true },
    });
  });

  it('a stream that nobody requires is no issue when it has gone, though it was one while it was silent', () => {
    const own = [stream('aaaa00-st-data'), stream('aaaa00-st-video')];
    const [, bad, gone] = play([{}, { streams: [...own, stream('aaaa00-st-log', 'silent', false)] }, { streams: own }]);
    expect(bad).toMatchObject({ wanted: true, event: { issues: ['unhealthy aaaa00-st-log'] } });
    expect(gone).toMatchObject({ wanted: true, event: { healthy: true, issues: [] } });
    expect(gone?.event?.streamOk).not.toHaveProperty('aaaa00-st-log');
  });

  it('old events stay as they were', () => {
    const rounds = play([{}, lost, bothLost]);
    const ring = rounds.at(-1)?.health?.events ?? [];
    expect(ring.map(({ streamOk }) => streamOk)).toEqual([
      { 'aaaa00-st-data': true, 'aaaa00-st-video': true },
      { 'aaaa00-st-data': false, 'aaaa00-st-video': true },
      { 'aaaa00-st-data': false, 'aaaa00-st-video': false },
    ]);
  });

  it('how it stands in book is what book says, and not what we suppose', () => {
    const inBook = round(null, experiment(), SETTINGS, () => false, 0);
    expect(inBook).toMatchObject({ wanted: true, event: { healthy: true, available: false } });
  });
});

describe('what cannot be seen', () => {
  it('changes nothing: neither an event nor another availability', () => {
    const [, , stale, back] = play([{}, lost, { ...relayStale, jump: 'unknown' }, lost]);
    expect(stale).toMatchObject({ event: null, wanted: null, because: { kind: 'same' } });
    expect(back).toMatchObject({ event: null, wanted: false });
  });

  it('is no issue of an experiment that was never seen', () => {
    expect(play([{ jump: 'unknown' }])[0]).toMatchObject({
      event: null,
      wanted: true,
      because: { kind: 'unseen', what: ['jump'] },
    });
    expect(play([relayStale])[0]).toMatchObject({ event: null, wanted: null });
  });

  it('does not hide what changed beside it', () => {
    const [, , jumpGone] = play([{}, lost, { ...relayStale, jump: 'missing' }]);
    expect(jumpGone?.event?.issues).toEqual(['missing jump', 'missing required aaaa00-st-data']);
    expect(jumpGone?.because).toEqual({ kind: 'changed', streams: false, jump: true });
  });

  it('has no availability where nothing is required', () => {
    expect(play([{ streams: [stream('aaaa00-st-log', 'silent', false)] }])[0]).toMatchObject({ wanted: null });
  });
});

describe('the grace after the first connection', () => {
  it('lets nothing be said and nothing be set, and then tells the first state', () => {
    const [during, after] = play([
      { ...lost, inGraceUntil: 500 },
      { ...lost, inGraceUntil: 500 },
    ]);
    expect(during).toMatchObject({ event: null, wanted: null, because: { kind: 'grace', until: 500 } });
    expect(after).toMatchObject({ wanted: false, because: { kind: 'first' } });
  });
});

const anyState = fc.constantFrom('ok', 'silent', 'missing', 'unknown');
const anySeen: fc.Arbitrary<Partial<SeenExperiment>> = fc.record({
  jump: fc.constantFrom('ok', 'missing', 'unknown'),
  streams: fc
    .tuple(anyState, anyState, fc.boolean())
    .map(([data, video, log]) => [
      stream('aaaa00-st-data', data),
      stream('aaaa00-st-video', video),
      ...(log ? [stream('aaaa00-st-log', 'silent', false)] : []),
    ]),
});

describe('any story', () => {
  it('tells each set of issues once, in a ring of so many, that bears a restart', () => {
    fc.assert(
      fc.property(fc.array(anySeen, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (seens, events) => {
        const rounds = play(seens, { events });
        const told = rounds.flatMap(({ event }) => event ?? []);
        for (const [index, event] of told.entries()) {
          expect(event.issues).not.toEqual(told[index - 1]?.issues);
          expect(event.healthy).toBe(event.issues.length === 0);
        }
        const last = rounds.at(-1)?.health;
        expect(last?.events ?? []).toEqual(told.slice(-events));
        expect(last === undefined ? last : ExperimentHealth.parse(JSON.parse(JSON.stringify(last)))).toEqual(last);
      }),
    );
  });

  it('says the same twice to nobody', () => {
    fc.assert(
      fc.property(anySeen, anySeen, (one, other) => {
        const [, , again] = play([one, other, other]);
        expect(again?.event).toBeNull();
      }),
    );
  });

  it('keeps the same value where nothing was learnt, so that nothing has to be written', () => {
    const [first] = play([{}]);
    const before = first?.health ?? null;
    expect(round(before, experiment(), SETTINGS, asWanted, 9_000).health).toBe(before);
  });
});
