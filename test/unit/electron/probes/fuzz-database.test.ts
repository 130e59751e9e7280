/** Whatever PostgreSQL says: whole messages or none, a failure of a known kind, and a number only where a number came. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRows } from '../../../../electron/probes/database-judge.ts';
import { loginOf } from '../../../../electron/probes/database-login.ts';
import { createFrames } from '../../../../electron/probes/postgres-frames.ts';
import { refusesUs, stateFailure } from '../../../../electron/probes/sqlstate.ts';
import { readSslAnswer } from '../../../../electron/probes/tcp-postgres.ts';
import { DatabaseCheck } from '../../../../shared/model/checks/database.ts';
import { FAILURE_KINDS } from '../../../../shared/model/observation.ts';
import { FUZZ, FUZZ_TIMEOUT_MS, near } from '../../../harness/fuzz.ts';
import { aCheck } from '../../../harness/probing.ts';

const value = (expectValue: object, first: string) =>
  judgeRows(aCheck({ type: 'database', host: 'h', user: 'u', expectValue }), { rows: 1, first });

function message(type: string, body: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return `${type}${length.toString('latin1')}${body}`;
}
const RECORDED = [
  message('R', '\0\0\0\0'),
  message('S', 'server_version\x0016.1\0'),
  message('E', 'SFATAL\0VFATAL\0C53300\0Msorry, too many clients already\0\0'),
  message('Z', 'I'),
].join('');
const bytes = fc
  .oneof(near(RECORDED), fc.string({ unit: 'binary', maxLength: 64 }))
  .map((text) => Buffer.from(text, 'latin1'));

/** All that is let through, or null as soon as something is not. */
function through(whole: Buffer, size: number): Buffer | null {
  const frames = createFrames();
  const taken: Buffer[] = [];
  for (let at = 0; at < whole.length; at += size) {
    const messages = frames.take(whole.subarray(at, at + size));
    if (messages === null) {
      return null;
    }
    taken.push(messages);
  }
  return Buffer.concat(taken);
}

describe('fuzz', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('messages are let through whole, none changed, and the same however the network cuts them', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 9 }), (whole, size) => {
        const taken = through(whole, whole.length);
        const cut = through(whole, size);
        // Cut small, what is sound before the nonsense has gone through already.
        expect(cut === null).toBe(taken === null);
        if (taken !== null) {
          expect(cut).toEqual(taken);
          expect(whole.subarray(0, taken.length)).toEqual(taken);
        }
      }),
      FUZZ,
    );
    expect(through(Buffer.from(RECORDED, 'latin1'), 3)?.length).toBe(RECORDED.length);
    expect(through(Buffer.from(message('E', 'SFATAL\0Msorry'), 'latin1'), 100)).toBeNull();
  });

  it('an error means a failure that the house knows, in its own words on one line', () => {
    const code = fc.oneof(near('57P03'), near('53300'), near('28P01'), fc.string({ maxLength: 8 }));
    fc.assert(
      fc.property(
        code,
        fc.oneof(near('the database system is shutting down'), fc.string({ unit: 'binary' })),
        (state, said) => {
          const { kind, detail } = stateFailure(state, said);
          expect(FAILURE_KINDS).toContain(kind);
          expect(detail).not.toMatch(/\p{Cc}/u);
          expect(detail.length).toBeLessThan(200);
          expect(refusesUs(state) && kind === 'starting').toBe(false);
        },
      ),
      FUZZ,
    );
    expect(stateFailure('57P03', 'the database system is starting up').kind).toBe('starting');
  });

  it('an answer to the question for TLS is yes in one case', () => {
    fc.assert(
      fc.property(fc.oneof(near('S'), near('N'), fc.string({ unit: 'binary', maxLength: 8 })), (said) => {
        expect(readSslAnswer(said).kind === 'well').toBe(said === 'S');
      }),
      FUZZ,
    );
  });

  it('a value is below a limit only as a number below it, whatever came', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String)), (text) => {
        const holds = value({ below: 10 }, text) === null;
        expect(holds && !(text.trim() !== '' && Number(text) < 10)).toBe(false);
      }),
      FUZZ,
    );
    expect(value({ below: 10 }, '9.5')).toBeNull();
  });

  it('an address that the configuration takes can be gone to', () => {
    const url = fc.oneof(
      near('postgres://kim:p%40ss@db.example:5433/shop'),
      fc.webUrl().map((web) => web.replace(/^\w+/, 'postgres')),
    );
    let taken = 0;
    fc.assert(
      fc.property(url, (text) => {
        const parsed = DatabaseCheck.safeParse({ type: 'database', url: text });
        if (parsed.success) {
          taken += 1;
          const login = loginOf(aCheck({ type: 'database', url: text }));
          expect(login.port).toBeGreaterThanOrEqual(0);
          expect(login.port).toBeLessThanOrEqual(65_535);
          expect(login.user + login.database).not.toMatch(/undefined/);
        }
      }),
      FUZZ,
    );
    expect(taken).toBeGreaterThan(0);
  });
});
