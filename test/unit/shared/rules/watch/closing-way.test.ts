/** That it is over wakes nobody: a call is closed by the person's next quieter channel, by one message, and it is said where there is none. */
import { describe, expect, it } from 'vitest';
import { audit } from '../../../../../shared/rules/audit.ts';
import { configOf, type FileInput, fileOf, hook, START, type Story, story } from '../../../../harness/watch-story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const voice = (more: object = {}) => ({
  id: 'kim-call',
  type: 'twilio-voice' as const,
  accountSid: 'AC1',
  authToken: 't',
  from: '+447700900999',
  to: '+447700900123',
  ...more,
});

interface Change {
  readonly voice?: object;
  readonly rules?: object;
}

function fileFor(kimsChannels: readonly string[], change: Change = {}): FileInput {
  return fileOf({
    settings: { pageAfter: 0, closeAfter: '10s' },
    channels: [
      hook('kim-hook'),
      hook('kim-second'),
      hook('sam-hook'),
      voice(change.voice),
      { id: 'tone', type: 'sound' },
    ],
    people: [
      {
        id: 'kim',
        name: 'Kim',
        channels: [...kimsChannels],
        ...(change.rules !== undefined && { rules: change.rules }),
      },
      { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
    ],
    policies: [{ id: 'p', steps: [{ targets: [{ person: 'kim' }], delay: '90h' }], repeat: 0 }],
  });
}
const night = (...given: Parameters<typeof fileFor>): Story =>
  story(fileFor(...given))
    .pass()
    .repeat('fail', 3, SECOND);
const onlyCall = { rules: { critical: [{ channel: 'kim-call' }] } };
const over = (tale: Story) => tale.repeat('pass', 2, SECOND).wait(MINUTE);
const sent = (tale: Story) => tale.pages.map(({ kind, channel }) => `${kind} ${channel}`);
const said = (tale: Story) => tale.events.filter(({ text }) => text.includes('is not told by')).map(({ text }) => text);

describe('the end of a page by a call', () => {
  it('goes by the next quieter channel, also where that had told nothing', () => {
    const tale = over(night(['kim-call', 'kim-hook'], onlyCall));
    expect(sent(tale)).toEqual(['trigger kim-call', 'close kim-hook']);
    expect(said(tale)).toEqual([]);
  });

  it('is one message with the end of a page by that channel', () => {
    const rules = { critical: [{ channel: 'kim-call' }, { channel: 'kim-second' }] };
    const tale = over(night(['kim-call', 'kim-hook', 'kim-second'], { rules }));
    expect(sent(tale)).toEqual(['trigger kim-call', 'trigger kim-second', 'close kim-second']);
    const told = tale.watch().incident?.told ?? [];
    expect(new Set(told.map(({ closedBy }) => closedBy)).size).toBe(1);
  });

  it.each([[['kim-call']], [['kim-call', 'tone']]])('is said not to be told where %j is all there is', (channels) => {
    const tale = over(night(channels, onlyCall));
    expect(sent(tale)).toEqual(['trigger kim-call']);
    expect(said(tale)).toEqual([
      'Kim is not told by kim-call that it is over: a call would wake people for good news, and there is no quieter channel',
    ]);
    const books = { watches: [tale.watch()], inOutbox: () => true, isHeld: () => false, overdueMs: () => null };
    const now = START + tale.wait(10 * MINUTE).now();
    expect(audit({ ...books, now, config: configOf(fileFor(channels, onlyCall)) })).toEqual([]);
    // With a quieter channel the auditor would miss it.
    const missed = audit({ ...books, now, config: configOf(fileFor(['kim-call', 'kim-hook'], onlyCall)) });
    expect(missed.map(({ kind }) => kind)).toEqual(['not-closed']);
  });

  it('is a call where the channel says so', () => {
    const tale = over(night(['kim-call', 'kim-hook'], { voice: { closings: true }, ...onlyCall }));
    expect(sent(tale)).toEqual(['trigger kim-call', 'close kim-call']);
  });

  it('is not told twice when the call turns out later to have been answered', () => {
    const rules = { critical: [{ channel: 'kim-call' }, { channel: 'kim-hook' }] };
    const tale = night(['kim-call', 'kim-hook'], { rules }).deliveries(null);
    const idOf = (by: string) => tale.pages.find(({ channel }) => channel === by)?.id ?? '';
    tale.deliver(idOf('kim-hook'), 'accepted', 1);
    over(tale);
    tale.deliver(idOf('kim-call'), 'delivered', 1);
    expect(sent(tale).filter((words) => words.startsWith('close'))).toEqual(['close kim-hook']);
  });

  it('that never arrived needs none', () => {
    const tale = story(fileFor(['kim-call', 'kim-hook'], onlyCall)).pass();
    tale.deliveries(({ channelId }) => (channelId === 'kim-call' ? 'refused' : 'accepted')).repeat('fail', 3, SECOND);
    expect(sent(over(tale))).toEqual(['trigger kim-call', 'trigger kim-hook', 'close kim-hook']);
  });
});
