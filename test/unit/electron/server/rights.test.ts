/** How a program says its token, what a refusal says, and that trying again and again fills no log. */
import { describe, expect, it } from 'vitest';
import type { TokenGate } from '../../../../electron/engine/ports/tokens.ts';
import { createRefusalLog } from '../../../../electron/server/refusal-log.ts';
import { createRights, secretIn } from '../../../../electron/server/rights.ts';
import { logInto, movableClock } from '../../../integration/server/stage.ts';

const gate: TokenGate = {
  knows: () => true,
  open: (secret, right) => {
    if (secret !== 'wb_good') {
      return { kind: 'unknown' };
    }
    return right === 'events'
      ? { kind: 'open', id: 'a', name: 'cron' }
      : { kind: 'lacks', name: 'cron', rights: ['events'] };
  },
};

function door() {
  const logged: { level: string; fields: Readonly<Record<string, unknown>>; message: string }[] = [];
  const clock = movableClock();
  const rights = createRights(gate, createRefusalLog(clock, logInto(logged).warn));
  const ask = (headers: object, right: 'events' | 'metrics' = 'events', ip = '192.0.2.7') =>
    rights.ask({ headers, ip, url: '/v2/enqueue?x=wb_secret' } as never, right);
  return { logged, clock, ask };
}

describe('a token in a request', () => {
  it.each([
    [{ authorization: 'Bearer wb_a-b_c' }, 'wb_a-b_c'],
    [{ authorization: 'bearer   wb_a ' }, 'wb_a'],
    [{ 'x-cachet-token': ' wb_a ' }, 'wb_a'],
    [{ authorization: 'Basic d2I6YQ==' }, null],
    [{ authorization: 'Bearer ' }, null],
    [{ authorization: 'Bearer a b' }, null],
    [{ authorization: 'wb_a' }, null],
    [{ 'x-cachet-token': '' }, null],
    [{}, null],
  ])('%j says %j', (headers, secret) => {
    expect(secretIn(headers)).toBe(secret);
  });

  it('opens, or is refused with the number and the words that help', () => {
    const { ask } = door();
    expect(ask({ authorization: 'Bearer wb_good' })).toMatchObject({ kind: 'open', name: 'cron' });
    expect(ask({})).toMatchObject({ status: 401, message: 'this needs a token with the right `events`' });
    expect(ask({ authorization: 'Bearer wb_bad' })).toMatchObject({ status: 401 });
    expect(ask({ authorization: 'Bearer wb_good' }, 'metrics')).toMatchObject({
      status: 403,
      message: 'the token of cron is good for events, and this needs `metrics`',
    });
  });

  it('that is wrong is logged once in ten minutes for each caller, and never with itself', () => {
    const { ask, logged, clock } = door();
    for (let tries = 0; tries < 50; tries += 1) {
      ask({ authorization: `Bearer wb_guess${tries}` });
    }
    ask({ authorization: 'Bearer wb_guess' }, 'events', '192.0.2.8');
    expect(logged.map(({ fields }) => fields)).toEqual([
      { caller: '192.0.2.7', path: '/v2/enqueue' },
      { caller: '192.0.2.8', path: '/v2/enqueue' },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/guess|secret/);
    clock.advance(600_000);
    ask({ authorization: 'Bearer wb_guess' });
    expect(logged).toHaveLength(3);
  });
});
