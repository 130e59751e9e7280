import { describe, expect, it } from 'vitest';
import { readEnvFile } from '../../../../electron/import/practable/env-file.ts';
import { importFixture, importText } from '../../../harness/importing.ts';

const fixture = () => importFixture('practable', 'practable/status.env');

/** An environment with all that is needed, and some more. */
const env = (more: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    STATUS_HOST_BOOK: 'a.example',
    STATUS_HOST_JUMP: 'a.example',
    STATUS_HOST_RELAY: 'r.example',
    STATUS_SECRET_BOOK: 'notARealSecret',
    STATUS_SECRET_JUMP: 'notARealSecret',
    STATUS_SECRET_RELAY: 'notARealSecret',
    ...more,
  })
    .map(([name, value]) => `export ${name}="${value}"`)
    .join('\n');

const MAIL = {
  STATUS_EMAIL_TO: 'to@a.org',
  STATUS_EMAIL_FROM: 'from@b.org',
  STATUS_EMAIL_HOST: 'smtp.b.org',
};

async function read(more: Readonly<Record<string, string>> = {}) {
  const { file, told, variables, text } = await importText('practable', env(more));
  const [system] = file.practable as Record<string, unknown>[];
  return { system, channels: file.channels as Record<string, unknown>[], told, variables, text };
}

describe('the environment of a practable status server', () => {
  it('is a system, with the addresses of its three services and what was set of its limits', async () => {
    const { file } = await fixture();
    expect(file.practable).toEqual([
      {
        id: 'practable',
        book: { url: 'https://app.practable.io/tenant/book', secret: `\${PRACTABLE_BOOK_SECRET}` },
        jump: { url: 'https://app.practable.io/tenant/jump/api/v1', secret: `\${PRACTABLE_JUMP_SECRET}` },
        relay: { url: 'https://relay.practable.io', secret: `\${PRACTABLE_RELAY_SECRET}` },
        timeout: '5s',
        queryBookEvery: '15m',
        reconnectEvery: '1d',
        grace: '1m',
        lastActive: '10s',
        lastChecked: '30s',
        logEvery: '10m',
        availability: { set: 'dry-run' },
        statusApi: { port: 3007 },
      },
    ]);
  });

  it('takes over no secret, and says where each is to be found', async () => {
    const { text, differences, variables } = await fixture();
    expect(variables).toEqual(['PRACTABLE_BOOK_SECRET', 'PRACTABLE_JUMP_SECRET', 'PRACTABLE_RELAY_SECRET']);
    expect(text + JSON.stringify(differences)).not.toMatch(/notAReal|anotherSecret/);
  });

  it('tells every setting that has no place here with its line, and keeps silent about its own logs', async () => {
    const { told, differences } = await fixture();
    expect(told('lost')).toContain('STATUS_SOMETHING_NEW: it has no counterpart');
    expect(told('lost').join()).not.toContain('LOG_LEVEL');
    expect(differences.find(({ name }) => name === 'STATUS_RECONNECT_JUMP_EVERY')?.line).toBe(20);
  });

  it('sends no mails where the sender is not known, and says so', async () => {
    const { told } = await fixture();
    expect(told('lost')).toContain('STATUS_EMAIL_TO: no mails go: STATUS_EMAIL_FROM is not set');
  });

  it('only tells what would be set in book, and says how it is set', async () => {
    const { told } = await read();
    expect(told('changed').join('\n')).toContain(
      'say `availability: { set: in-book }` when the status server has ended',
    );
  });

  it('brings the mails along, with the server that carries them as a channel', async () => {
    const { system, channels, variables } = await read({
      ...MAIL,
      STATUS_EMAIL_CC: 'cc@a.org',
      STATUS_EMAIL_SUBJECT: 'app.a.org/lab',
      STATUS_EMAIL_LINK: 'app.a.org/lab/status',
      STATUS_EMAIL_AUTH_TYPE: 'plain',
      STATUS_EMAIL_PASSWORD: 'notARealPassword',
    });
    expect(system?.mail).toEqual({
      by: 'practable-mail',
      to: ['to@a.org'],
      cc: ['cc@a.org'],
      subject: 'app.a.org/lab',
      link: 'app.a.org/lab/status',
    });
    expect(channels.at(-1)).toEqual({
      ...{ id: 'practable-mail', type: 'smtp', host: 'smtp.b.org', port: 587, from: 'from@b.org', to: 'from@b.org' },
      security: 'starttls',
      login: { user: 'from@b.org', password: `\${PRACTABLE_MAIL_PASSWORD}` },
    });
    expect(variables).toContain('PRACTABLE_MAIL_PASSWORD');
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    [
      'a unit that Go does not know',
      { STATUS_QUERY_BOOK_EVERY: '1d' },
      /QUERY_BOOK_EVERY: "1d" stops the status server/,
    ],
    [
      'a name that only the readme has',
      { STATUS_HEALTH_LAST: '12s' },
      /HEALTH_LAST: the readme .* STATUS_HEALTH_LAST_ACTIVE/,
    ],
    [
      'both names',
      { STATUS_HEALTH_LAST: '12s', STATUS_HEALTH_LAST_ACTIVE: '8s' },
      /HEALTH_LAST: the status server does not read this name/,
    ],
    ['a limit that is too tight', { STATUS_HEALTH_LAST_CHECKED: '10s' }, /HEALTH_LAST_CHECKED: 10s is too tight/],
    ['two lives of tokens', { STATUS_RECONNECT_JUMP_EVERY: '2h', STATUS_RECONNECT_RELAY_EVERY: '90m' }, /holds: 1h30m/],
    ['a base path of one slash', { STATUS_BASEPATH_BOOK: '/' }, /BASEPATH_BOOK: .*double slash/],
    [
      'a secret that is too short',
      { STATUS_SECRET_JUMP: 'abc' },
      /SECRET_JUMP: a secret shorter than 4 characters stops/,
    ],
    ['a secret that is empty', { STATUS_SECRET_JUMP: '' }, /SECRET_JUMP: it is not set/],
    ['an empty password', { ...MAIL, STATUS_EMAIL_PASSWORD: '' }, /EMAIL_PASSWORD: an empty password stops/],
    ['a short password', { ...MAIL, STATUS_EMAIL_PASSWORD: 'abc' }, /a password shorter than 4 characters stops/],
    [
      'a list with commas',
      { ...MAIL, STATUS_EMAIL_TO: 'a@a.org,b@a.org' },
      /EMAIL_TO: .* takes this list for one address/,
    ],
    [
      'a password without a login',
      { ...MAIL, STATUS_EMAIL_PASSWORD: 'abcdef' },
      /EMAIL_AUTH_TYPE is not plain, so the status server logs in nowhere/,
    ],
    [
      'a plain login, which needs TLS',
      { ...MAIL, STATUS_EMAIL_AUTH_TYPE: 'plain', STATUS_EMAIL_PASSWORD: 'abcdef' },
      /insists on STARTTLS before it logs in/,
    ],
    ['a mail server that may have no TLS', MAIL, /where the mail server has none, say `security: none`/],
  ])('says of its traps: %s', async (_trap, more, says) => {
    const { told } = await read(more);
    expect(told('changed').join('\n')).toMatch(says);
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['a length of time that is none', { STATUS_TIMEOUT_BOOK: 'soon' }, /TIMEOUT_BOOK: "soon" is no length of time/],
    [
      'a number that is none',
      { STATUS_HEALTH_EVENTS: 'many' },
      /HEALTH_EVENTS: "many" is no whole number from 1 to 1000/,
    ],
    ['a login that nobody knows', { ...MAIL, STATUS_EMAIL_AUTH_TYPE: 'ntlm' }, /AUTH_TYPE: "ntlm" is unknown/],
    [
      'a login without a password',
      { ...MAIL, STATUS_EMAIL_AUTH_TYPE: 'plain' },
      /there is no password, so the channel has no login/,
    ],
    ['a service whose host is not set', { STATUS_HOST_JUMP: '' }, /jump: STATUS_HOST_JUMP is not set/],
  ])('says what was lost: %s', async (_what, more, says) => {
    const { told } = await importText('practable', env(more));
    expect(told('lost').join('\n')).toMatch(says);
  });

  it('parts addresses by commas and by blanks', async () => {
    const { system } = await read({ ...MAIL, STATUS_EMAIL_TO: 'a@a.org, b@a.org c@a.org' });
    expect(system?.mail).toMatchObject({ to: ['a@a.org', 'b@a.org', 'c@a.org'] });
  });

  it('logs in without TLS on this machine only', async () => {
    const { channels } = await read({
      ...MAIL,
      STATUS_EMAIL_HOST: 'localhost',
      STATUS_EMAIL_AUTH_TYPE: 'plain',
      STATUS_EMAIL_PASSWORD: 'abcdef',
    });
    expect(channels.at(-1)).toMatchObject({ security: 'none', login: { user: 'from@b.org' } });
  });

  it('that would not be valid here is left out and told, and the rest is a file all the same', async () => {
    const { file, told } = await importText('practable', env({ STATUS_SCHEME_BOOK: 'gopher' }));
    expect(file.practable).toBeUndefined();
    expect(told('lost').join()).toMatch(/it would not be valid here: .*an http:\/\/ or https:\/\/ address/);
  });

  it.each([
    ['export A="b c"', 'b c'],
    ["A='b # c' # d", 'b # c'],
    ['Environment="A=b"', 'b'],
    ['A=b # c', 'b'],
    ['A=', ''],
  ])('reads %j', (line, value) => {
    expect(readEnvFile(line).get('A')?.value).toBe(value);
  });

  it('a file of something else is refused', async () => {
    await expect(importText('practable', 'PATH=/bin')).rejects.toThrow(/no STATUS_… variable/);
  });
});
