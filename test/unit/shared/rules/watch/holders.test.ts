/** A second person who says "mine" stands beside the first, and each lets go alone. */
import { describe, expect, it } from 'vitest';
import { handOf } from '../../../../../shared/rules/hand.ts';
import { START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Down and paged; goes on failing while time passes. */
const down = () =>
  story()
    .pass()
    .repeat('fail', 3, SECOND)
    .wait(2 * MINUTE);
const ack = (tale: Story, by: string, forMs: number | null = null): Story => {
  const at = START + tale.now();
  return tale.give({ type: 'acknowledge', at, by, until: forMs === null ? null : at + forMs, note: '' });
};
const giveBack = (tale: Story, by: string) => tale.give({ type: 'unacknowledge', at: START + tale.now(), by });
const holders = (tale: Story) => {
  const given = tale.watch().incident?.acknowledgement ?? null;
  return given === null ? [] : [given.by, ...(given.also ?? []).map(({ by }) => by)];
};
const said = (tale: Story) =>
  tale.events.filter(({ type }) => type.startsWith('incident-') && type.includes('ack')).map(({ text }) => text);

describe('who has an incident', () => {
  it('is the first, and beside them whoever says the same after', () => {
    const tale = ack(ack(down(), 'Kim at this desk'), 'Sam by sam-sms', 30 * MINUTE);
    expect(holders(tale)).toEqual(['Kim at this desk', 'Sam by sam-sms']);
    expect(said(tale)).toEqual([
      'Kim at this desk has it, until it is fixed',
      'Sam by sam-sms has it as well, beside Kim at this desk, for 30 min',
    ]);
  });

  it('is one person whichever way their word came, with their latest promise', () => {
    const tale = ack(ack(ack(down(), 'Kim at this desk'), 'Sam'), 'Kim by kim-sms', 10 * MINUTE);
    expect(holders(tale)).toEqual(['Kim by kim-sms', 'Sam']);
    expect(tale.watch().incident?.acknowledgement).toMatchObject({ until: START + tale.now() + 10 * MINUTE });
  });

  it('is the other one when one gives it back, and nobody is paged meanwhile', () => {
    const tale = ack(ack(down(), 'Kim'), 'Sam');
    const before = tale.pages.length;
    giveBack(tale, 'Kim on the command line');
    expect(holders(tale)).toEqual(['Sam']);
    expect(said(tale).at(-1)).toBe('Kim on the command line gave it back; Sam still has it');
    tale.repeat('fail', 3, MINUTE);
    expect(tale.pages).toHaveLength(before);
    giveBack(tale, 'Sam');
    expect(tale.pages.length).toBeGreaterThan(before);
    expect(tale.watch().incident?.state).toBe('triggered');
  });

  it('is nobody when somebody who has it not gives it back for all', () => {
    const tale = giveBack(ack(ack(down(), 'Kim'), 'Sam'), 'Boss');
    expect(holders(tale)).toEqual([]);
    expect(said(tale).at(-1)).toBe('Boss gave it back: paging goes on');
  });

  it('is whoever promised longer when one time is over; pages again only when the last is', () => {
    const tale = ack(ack(down(), 'Kim', 10 * MINUTE), 'Sam', 30 * MINUTE);
    const before = tale.pages.length;
    tale.repeat('fail', 11, MINUTE);
    expect(holders(tale)).toEqual(['Sam']);
    expect(said(tale).at(-1)).toBe('The time that Kim asked for is over; Sam still has it');
    expect(tale.pages).toHaveLength(before);
    tale.repeat('fail', 20, MINUTE);
    expect(said(tale).at(-1)).toBe('The time that Sam asked for is over and it still fails: paging again');
    expect(tale.pages.length).toBeGreaterThan(before);
  });

  it('lasts through a worse severity while anybody has it until it is fixed', () => {
    const slow = () =>
      story()
        .pass()
        .fail('refused', 'x', 'performance_issues')
        .wait(SECOND)
        .fail('refused', 'x', 'performance_issues')
        .wait(SECOND)
        .fail('refused', 'x', 'performance_issues')
        .wait(2 * MINUTE);
    const tale = ack(ack(slow(), 'Kim', 600 * MINUTE), 'Sam');
    expect(tale.watch().incident?.severity).toBe('low');
    tale.repeat('fail', 5, SECOND);
    expect(tale.watch().incident).toMatchObject({ severity: 'critical', state: 'acknowledged' });
    const alone = ack(slow(), 'Kim', 600 * MINUTE).repeat('fail', 5, SECOND);
    expect(alone.watch().incident).toMatchObject({ severity: 'critical', state: 'triggered' });
  });
});

it.each([
  ['Kim', 'Kim'],
  ['Kim at this desk', 'Kim'],
  ['Kim at this desk on the command line', 'Kim'],
  ['Kim Lee by kim-sms', 'Kim Lee'],
  ['someone at 127.0.0.1', 'someone at 127.0.0.1'],
  ['+4477…123 by team-sms', '+4477…123'],
])('%s is the word of %s', (by, hand) => {
  expect(handOf(by)).toBe(hand);
});
