import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../../../../shared/model/config.ts';
import { pathText } from '../../../../../shared/rules/config/complaint.ts';
import { resolveConfig } from '../../../../../shared/rules/config.ts';

const account = { type: 'twilio-sms', accountSid: 'AC1', authToken: 'secret', from: '+447700900999' };
const CHANNELS = [
  { ...account, id: 'kim-sms', to: '+447700900123', replies: true },
  { ...account, id: 'sam-sms', to: '+447700900124', replies: true },
  { ...account, id: 'lee-sms', to: '+447700900125', replies: true, from: '+447700900998' },
  { ...account, id: 'deaf', to: '+447700900126' },
  { id: 'hook', type: 'webhook', url: 'http://127.0.0.1:9/', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
];

/** "path: message" of all that is wrong, or that will surprise. */
function told(cards: { readonly kim?: string; readonly sam?: string; readonly office?: string }, visible = 'listed') {
  const person = (id: string, sms?: string) => ({
    id,
    name: id,
    channels: ['hook'],
    ...(sms !== undefined && { pageMe: { sms, visible } }),
  });
  const resolved = resolveConfig(
    ConfigFile.parse({
      version: 1,
      components: [{ id: 'db', checks: [{ type: 'tcp', host: 'db', port: 5432 }] }],
      channels: CHANNELS,
      people: [person('kim', cards.kim), person('sam', cards.sam)],
      policies: [
        {
          id: 'office',
          steps: [{ targets: [{ person: 'kim' }] }],
          ...(cards.office !== undefined && { pageMe: { sms: cards.office } }),
        },
      ],
    }),
  );
  const complaints = resolved.ok ? resolved.warnings : resolved.problems;
  return complaints.map(({ path, message }) => `${pathText(path)}: ${message}`);
}

describe('a card that is called by SMS', () => {
  it.each([
    ['by a channel that hears', { kim: 'kim-sms' }],
    ['two, each by a number of its own', { kim: 'kim-sms', office: 'lee-sms' }],
  ])('is fine: %s', (_, cards) => {
    expect(told(cards)).toEqual([]);
  });

  it.each([
    [
      'a channel that does not exist',
      { kim: 'kim-smss' },
      ['people[0].pageMe.sms: unknown channel `kim-smss`; did you mean `kim-sms`?'],
    ],
    [
      'one without replies',
      { sam: 'deaf' },
      ['people[1].pageMe.sms: channel `deaf` hears no SMS: it must be `type: twilio-sms` with `replies: true`'],
    ],
    [
      'one of another kind',
      { office: 'hook' },
      ['policies[0].pageMe.sms: channel `hook` hears no SMS: it must be `type: twilio-sms` with `replies: true`'],
    ],
    [
      'the channel of another card',
      { kim: 'kim-sms', office: 'kim-sms' },
      ['policies[0].pageMe.sms: SMS number `+447700900999` stands twice; whoever writes to a number calls one card'],
    ],
    [
      'another channel with the same number',
      { kim: 'kim-sms', sam: 'sam-sms' },
      ['people[1].pageMe.sms: SMS number `+447700900999` stands twice; whoever writes to a number calls one card'],
    ],
  ])('is refused: %s', (_, cards, wrong) => {
    expect(told(cards)).toEqual(wrong);
  });

  it('that nobody may see can be called by nobody, and that is said', () => {
    expect(told({ kim: 'kim-sms' }, 'nobody')).toEqual([
      'people[0].pageMe.sms: nobody can call it: the card is `visible: nobody`',
    ]);
  });
});
