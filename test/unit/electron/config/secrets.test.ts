import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/config/parse.ts';
import type { Surroundings } from '../../../../electron/config/placeholders.ts';
import { problemText } from '../../../../electron/config/problems.ts';
import { findSecrets } from '../../../../electron/config/secrets.ts';
import { redact } from '../../../../shared/rules/redact.ts';
import { GOOD, mistakes, NO_SURROUNDINGS, spoiled } from './good.ts';

const sealed = (text: string) => `sealed:${Buffer.from(text).toString('base64')}`;
/** Opens what this test sealed: text, put into base64. */
const withKeyChain = (env: Surroundings['env'] = {}): Surroundings => ({
  env,
  unseal: (base64) => Buffer.from(base64, 'base64').toString('utf8'),
});

/** A configuration with one check, read. */
function check(yaml: string, surroundings: Surroundings) {
  const parsed = parseConfig(`version: 1\ncomponents:\n  - id: a\n    checks:\n      - ${yaml}\n`, surroundings);
  if (!parsed.ok) {
    throw new Error(parsed.problems.map(problemText).join('\n'));
  }
  return { check: [...parsed.config.checks.values()][0], secrets: parsed.secrets };
}

describe('a variable', () => {
  const http = (value: string) => `{ type: http, url: "https://x.example/", body: ${JSON.stringify(value)} }`;

  it.each([
    { story: 'the value', written: '${NAME}', env: { NAME: 'kim' }, reads: 'kim' },
    {
      story: 'the value inside a text, twice',
      written: 'a ${NAME} b ${NAME}',
      env: { NAME: 'kim' },
      reads: 'a kim b kim',
    },
    { story: 'the default when it is not set', written: '${NAME:-sam}', env: {}, reads: 'sam' },
    { story: 'the default when it is empty', written: '${NAME:-sam}', env: { NAME: '' }, reads: 'sam' },
    { story: 'nothing, when it is set to nothing', written: 'a${NAME}b', env: { NAME: '' }, reads: 'ab' },
    { story: 'an empty default', written: 'a${NAME:-}b', env: {}, reads: 'ab' },
    { story: 'the signs themselves', written: '$${NAME}', env: { NAME: 'kim' }, reads: '${NAME}' },
    { story: 'a lone dollar', written: '$5 $NAME', env: { NAME: 'kim' }, reads: '$5 $NAME' },
    { story: 'not what stands in the value', written: '${NAME}', env: { NAME: '${OTHER} $${' }, reads: '${OTHER} $${' },
    {
      story: 'no structure: what looks like YAML stays a text',
      written: '${NAME}',
      env: { NAME: '", method: DELETE, x: "' },
      reads: '", method: DELETE, x: "',
    },
  ])('gives $story', ({ written, env, reads }) => {
    expect(check(http(written), { ...NO_SURROUNDINGS, env }).check).toMatchObject({ body: reads, method: 'GET' });
  });

  it('becomes a number where a number is wanted and it stands without quotes', () => {
    const env = { PORT: '8080', TLS: 'false' };
    expect(check('type: tcp\n        host: h\n        port: ${PORT}', { ...NO_SURROUNDINGS, env }).check).toMatchObject(
      { port: 8_080 },
    );
    expect(
      check('type: http\n        url: https://x.example\n        verifyTls: ${TLS}', { ...NO_SURROUNDINGS, env }).check,
    ).toMatchObject({ verifyTls: false });
    expect(
      mistakes('version: 1\ncomponents: [{ id: a, checks: [{ type: tcp, host: h, port: "${PORT}" }] }]', {
        ...NO_SURROUNDINGS,
        env,
      }),
    ).toEqual(['2:60 must be a number, found "8080"']);
  });

  it('that is missing is named with its place and a remedy, and nothing that follows from it', () => {
    expect(mistakes(spoiled('url: https://shop', '        url: ${SHOP_URL}'))).toEqual([
      '16:14 the environment has no SHOP_URL; set it, or write ${SHOP_URL:-default}',
    ]);
  });

  it('that is broken is named', () => {
    expect(mistakes(spoiled('name: Shop', '    name: "${SHOP"'))).toEqual([
      '10:11 `${` begins a variable: write ${NAME} or ${NAME:-default}, or $${ for the two signs themselves',
    ]);
  });
});

describe('a sealed secret', () => {
  const snpp = (password: string) =>
    spoiled(
      'type: snpp',
      `  - { id: pager, type: snpp, host: h, pager: "1", login: { id: us, password: "${password}" } }`,
    );

  it('is opened where it can be opened', () => {
    const parsed = parseConfig(snpp(sealed('open sesame')), withKeyChain());
    expect(parsed.ok && [...parsed.config.channels.values()].at(-1)).toMatchObject({
      login: { password: 'open sesame' },
    });
    expect(parsed.ok && parsed.secrets).toContain('open sesame');
  });

  it('may stand in a variable', () => {
    const parsed = parseConfig(snpp('${PW}'), withKeyChain({ PW: sealed('open sesame') }));
    expect(parsed.ok && [...parsed.config.channels.values()].at(-1)).toMatchObject({
      login: { password: 'open sesame' },
    });
  });

  it('says where it can be opened, on a host that cannot', () => {
    expect(mistakes(snpp(sealed('open sesame')))).toEqual([
      '44:78 this sealed secret can only be opened by the desktop app of the user and machine that sealed it; seal it again there, or use ${NAME} here',
    ]);
  });

  it('that was damaged is never taken for a password', () => {
    expect(mistakes(snpp('sealed:b3Bl biBzZXNhbWU'), withKeyChain())).toEqual([
      '44:78 what follows `sealed:` is not base64; seal the secret again in the desktop app',
    ]);
  });
});

describe('the secrets of a configuration', () => {
  it('are all of them, and none of what must stay readable', () => {
    const parsed = parseConfig(GOOD, NO_SURROUNDINGS);
    expect(parsed.ok && [...parsed.secrets].sort()).toEqual([
      'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'auth-0001',
      'backup-0123456789',
      'key-0001',
      'pw-0001',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    ]);
  });

  it.each([
    {
      story: 'an authorization header and its parts',
      yaml: '{ type: http, url: "https://x.example/", headers: { Authorization: Basic a2ltOnNlc2FtZQ== } }',
      hides: ['Basic a2ltOnNlc2FtZQ==', 'a2ltOnNlc2FtZQ==', 'sesame'],
    },
    {
      story: 'a cookie',
      yaml: '{ type: http, url: "https://x.example/", headers: { Cookie: sid=abcd } }',
      hides: ['sid=abcd'],
    },
    {
      story: 'a password in an address',
      yaml: '{ type: http, url: "https://kim:open%20sesame@x.example/" }',
      hides: ['open%20sesame', 'open sesame'],
    },
    {
      story: 'a token in a query',
      yaml: '{ type: http, url: "https://x.example/?access_token=abcd1234&page=2222" }',
      hides: ['abcd1234'],
    },
    {
      story: 'a variable named like a secret, wherever it stands',
      yaml: '{ type: http, url: "https://x.example/${DB_PASSWORD}" }',
      hides: ['hunter2!', 'hunter2!'],
    },
    {
      story: 'any variable in a request body',
      yaml: '{ type: http, url: "https://x.example/", body: "user=${WHO}" }',
      hides: ['somebody'],
    },
    {
      story: 'any variable in a line that is sent',
      yaml: '{ type: tcp, host: h, port: 1, script: [{ send: "AUTH ${WHO}" }] }',
      hides: ['somebody'],
    },
  ])('hold $story', ({ yaml, hides }) => {
    const env = { DB_PASSWORD: 'hunter2!', WHO: 'somebody' };
    const { secrets } = check(yaml, { ...NO_SURROUNDINGS, env });
    expect(secrets).toEqual(expect.arrayContaining(hides));
    expect(secrets).not.toContain('2222');
  });

  it.each([
    { channel: `type: ntfy, topic: oncall, answers: oncall-answers-9f2c41`, hides: 'oncall-answers-9f2c41' },
    {
      channel: `type: pushover, token: ${'t'.repeat(30)}, userKey: ${'u'.repeat(30)}`,
      hides: 'u'.repeat(30),
    },
    { channel: 'type: telegram, botToken: "1:AAbot-token", chatId: 1', hides: '1:AAbot-token' },
    { channel: `type: pagerduty, routingKey: ${'R'.repeat(32)}`, hides: 'R'.repeat(32) },
    { channel: 'type: slack, webhookUrl: "https://h.example/T/B/x"', hides: 'https://h.example/T/B/x' },
    { channel: 'type: teams, webhookUrl: "https://h.example/w?sig=sIg-1"', hides: 'sIg-1' },
  ])('hold what opens a channel: $channel', ({ channel, hides }) => {
    const parsed = parseConfig(spoiled('type: snpp', `  - { id: pager, ${channel} }`), NO_SURROUNDINGS);
    expect(parsed.ok && parsed.secrets).toContain(hides);
  });

  it('hold the address of a private calendar, and no other address', () => {
    const url = 'https://calendar.example/ical/kim/private-4f1c/basic.ics';
    const value = { schedules: [{ calendar: { url } }], components: [{ runbook: 'https://runbooks.example/a' }] };
    expect(findSecrets(value, []).texts).toEqual(expect.arrayContaining([url]));
    expect(findSecrets({ components: [{ url }] }, []).texts).toEqual([]);
  });

  it('stand in the environment of a program as well', () => {
    const yaml = '{ type: exec, command: [x], env: { DB_PASSWORD: written-there, ZONE: north, KEYS: "${UNLOCK}" } }';
    const { secrets } = check(yaml, { ...NO_SURROUNDINGS, env: { UNLOCK: 'out-of-our-own' } });
    expect(secrets).toEqual(expect.arrayContaining(['written-there', 'out-of-our-own']));
    expect(secrets).not.toContain('north');
  });

  it('do not hold a host or a name that happens to stand in a variable', () => {
    const { secrets } = check('{ type: http, url: "https://${HOST}/", name: "${WHO}" }', {
      ...NO_SURROUNDINGS,
      env: { HOST: 'shop.example', WHO: 'Shop' },
    });
    expect(secrets).toEqual([]);
  });

  it('are hidden in the forms in which a URL or a JSON text shows them', () => {
    const env = { TOKEN: 'a b/"c"' };
    const { secrets } = check('{ type: http, url: "https://x.example/", body: "${TOKEN}" }', {
      ...NO_SURROUNDINGS,
      env,
    });
    for (const form of [env.TOKEN, encodeURIComponent(env.TOKEN), JSON.stringify({ token: env.TOKEN })]) {
      expect(redact(`said ${form}`, secrets)).not.toMatch(/b\/|b%2F/);
    }
  });

  it('that are too short to be hidden get a warning', () => {
    const parsed = parseConfig(
      spoiled('type: snpp', '  - { id: pager, type: snpp, host: h, pager: "1", login: { id: us, password: abc } }'),
      NO_SURROUNDINGS,
    );
    expect(parsed.ok && parsed.warnings.map(problemText)).toEqual([
      'line 44, column 78: channels[4].login.password: a secret this short cannot be kept out of logs; use a longer one',
    ]);
  });

  it('never stand in a problem, even when the secret is the problem', () => {
    const told = mistakes(
      spoiled(
        'type: snpp',
        '  - { id: pager, type: snpp, host: h, pager: "1", login: { id: us, password: 20261121 } }',
      ),
    );
    expect(told).toEqual(['44:78 must be a text, found •••; put it in quotes']);
  });
});
