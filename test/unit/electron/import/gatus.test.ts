import { describe, expect, it } from 'vitest';
import { parseCondition, statusCodes } from '../../../../electron/import/gatus/conditions.ts';
import { importFixture, importText } from '../../../harness/importing.ts';

const FIXTURE = 'gatus/config.yaml';

/** One endpoint alone. */
const endpoint = (fields: string) =>
  importText('gatus', `endpoints:\n  - name: one\n${fields.replaceAll(/^/gm, '    ')}\n`);

const checkOf = async (fields: string) => (await endpoint(fields)).component('one').checks[0];

describe('the configuration of Gatus', () => {
  it('becomes components with their groups, intervals and thresholds; anchors and << are followed', async () => {
    const { component, file } = await importFixture('gatus', FIXTURE);
    expect(component('front-end')).toEqual({
      id: 'front-end',
      name: 'front-end',
      group: 'core',
      checks: [
        {
          type: 'http',
          url: 'https://twin.example.org/health',
          expectStatus: 200,
          expectBody: { contains: '<h1>Example Domain</h1>' },
          verifyTls: false,
          interval: '5m',
          timeout: '15s',
          fall: 5,
          rise: 4,
          latencyLimit: '150ms',
        },
      ],
    });
    expect(file.groups).toEqual([
      { id: 'core', name: 'core' },
      { id: 'internal', name: 'internal' },
    ]);
  });

  it('says of each component in a comment where it comes from', async () => {
    const { text } = await importFixture('gatus', FIXTURE);
    expect(text).toMatch(/# from endpoints\[1\] "back-end", line 37 of \S+config\.yaml\n {2}- id: back-end/);
  });

  it('writes no secret into the file: each is a variable, and the list says what belongs into it', async () => {
    const { text, variables, component } = await importFixture('gatus', FIXTURE);
    expect(text).not.toMatch(/notAReal|abcdef0123456789|potato/);
    expect(component('back-end').checks[0]).toMatchObject({
      url: 'https://example.org/api?api_key=${BACK_END_API_KEY}',
      headers: { Authorization: 'Bearer ${BACK_END_AUTHORIZATION}', 'X-Host': '${BACKEND_HOST}' },
      body: '{"user": "back-end", "price": "$${5}"}',
    });
    expect(variables).toEqual([
      'BACK_END_API_KEY',
      'BACK_END_AUTHORIZATION',
      'BACKEND_HOST',
      'MONITORING_URL',
      'NIGHTLY_BACKUP_TOKEN',
    ]);
  });

  it('tells the place, the line and the reason of everything that is not carried over', async () => {
    const { told, differences } = await importFixture('gatus', FIXTURE);
    expect(told('lost')).toEqual(
      expect.arrayContaining([
        'alerting.twilio: channels are not carried over; the nearest to "twilio" is twilio-sms',
        'back-end: the condition "[CERTIFICATE_EXPIRATION] > 48h" is asked by another check: add one of type tls, with warnDays',
        'check-domain-expiration: the condition "[DOMAIN_EXPIRATION] > 720h" has no counterpart',
        'switched-off: it is switched off there (enabled: false)',
        'never-expected: it is never missed there (no heartbeat.interval); a heartbeat here needs to know how often it comes',
      ]),
    );
    expect(differences.find(({ name }) => name === 'switched-off')?.line).toBe(109);
    expect(JSON.stringify(differences)).not.toMatch(/notAReal|potato/);
  });

  it('an external endpoint becomes a heartbeat that is expected as often', async () => {
    const { component } = await importFixture('gatus', FIXTURE);
    expect(component('nightly-backup').checks).toEqual([
      { type: 'heartbeat', every: '1d2h', token: '${NIGHTLY_BACKUP_TOKEN}', fall: 5, rise: 4 },
    ]);
  });

  it('a tcp endpoint sends its body and expects what its conditions say', async () => {
    const { component } = await importFixture('gatus', FIXTURE);
    expect(component('redis').checks[0]).toMatchObject({
      host: '127.0.0.1',
      port: 6379,
      script: [{ send: 'PING\\r\\n' }, { expect: 'PONG' }],
    });
  });

  it('the earliest of several alerts decides, and an endpoint without one is told: nobody is woken for it there', async () => {
    const { told } = await importFixture('gatus', FIXTURE);
    expect(told('changed')).toContain(
      'redis: it has no alert there and wakes nobody; here it pages by the policy "default"',
    );
    const check = await checkOf(
      'url: https://a.example\nalerts: [{type: a, failure-threshold: 9}, {type: b, failure-threshold: 4, success-threshold: 1}, {type: c, failure-threshold: 1, enabled: false}]',
    );
    expect(check).toMatchObject({ fall: 4, rise: 1 });
  });

  it.each([
    ['[STATUS] == 200', [200]],
    ['[STATUS] == any(200, 429)', [200, 429]],
    ['[STATUS] == pat(20*)', [200, 201, 202, 203, 204, 205, 206, 207, 208, 209]],
    ['[STATUS] > 597', [598, 599]],
    ['[STATUS] <= 101', [100, 101]],
  ] as const)('%s lets through exactly those codes', (text, codes) => {
    const condition = parseCondition(text);
    expect([...(condition === null ? [] : (statusCodes(condition) ?? []))]).toEqual(codes);
  });

  it('several conditions on the status must all hold; without one any status is well, as it is there', async () => {
    expect(
      await checkOf('url: https://a.example\nconditions: ["[STATUS] >= 200", "[STATUS] < 400", "[STATUS] != 304"]'),
    ).toMatchObject({ expectStatus: ['200-303', '305-399'] });
    expect(await checkOf('url: https://a.example')).toMatchObject({ expectStatus: '100-599' });
  });

  it('conditions that leave no status at all are no check', async () => {
    const { file, told } = await endpoint('url: https://a.example\nconditions: ["[STATUS] == 200", "[STATUS] == 500"]');
    expect(file.components).toEqual([]);
    expect(told('lost').join()).toContain('it would not be valid here');
  });

  it.each([
    ['[BODY] == pat(*a.b*)', { contains: 'a.b' }],
    ['[BODY] != pat(*error*)', { absent: 'error' }],
    ['[BODY] == a.b', { regex: '^a\\.b$' }],
    ['[BODY] == pat(a?c*)', { regex: '^a.c.*$' }],
    ['[BODY] == any(up, on)', { regex: '^(?:up|on)$' }],
  ])('%s is the same rule here', async (condition, rule) => {
    expect(await checkOf(`url: https://a.example\nconditions: ["${condition}"]`)).toMatchObject({ expectBody: rule });
  });

  it.each([
    ['[BODY].status == UP', { path: '$.status', equals: 'UP' }],
    ['[BODY].data[0].id == 1', { path: '$.data[0].id', oneOf: [1, '1'] }],
    ['[BODY].age > 5', { path: '$.age', above: 5 }],
    ['[BODY].name == pat(john*)', { path: '$.name', matches: '^john.*$' }],
    ['has([BODY].errors) == false', { path: '$.errors', exists: false }],
  ])('%s is a rule about JSON', async (condition, rule) => {
    expect(await checkOf(`url: https://a.example\nconditions: ["${condition}"]`)).toMatchObject({ expectJson: [rule] });
  });

  it('what ours cannot say of JSON is told', async () => {
    const { told } = await endpoint(
      'url: https://a.example\nconditions: ["len([BODY].data) < 5", "[BODY].a == [BODY].b"]',
    );
    expect(told('lost')).toEqual([
      'one: the condition "len([BODY].data) < 5" has no counterpart',
      'one: the condition "[BODY].a == [BODY].b" has no counterpart',
    ]);
  });

  it('each scheme has its check', async () => {
    const { component } = await importFixture('gatus', FIXTURE);
    const checks = ['example-dns-query', 'icmp-ping', 'ssh-example', 'starttls-smtp'].map(
      (id) => component(id).checks[0],
    );
    expect(checks).toMatchObject([
      { type: 'dns', query: 'example.com', record: 'A', resolver: '8.8.8.8', expectAnswers: { regex: '^93\\..*$' } },
      { type: 'ping', host: 'example.org' },
      { type: 'tcp', preset: 'ssh', host: 'example.com', port: 22 },
      { type: 'tcp', preset: 'smtp-starttls', host: 'smtp.example.org', port: 587 },
    ]);
  });

  it('a maintenance window becomes a weekly one for everything', async () => {
    const { file } = await importFixture('gatus', FIXTURE);
    expect(file.maintenance).toEqual([
      {
        id: 'maintenance',
        for: { everything: true },
        kind: 'weekly',
        days: ['mon', 'thu'],
        at: '23:00',
        lasts: '1h',
        timeZone: 'Europe/Amsterdam',
      },
    ]);
  });

  it('a variable of Gatus keeps its name, and $$ is the sign itself', async () => {
    expect(await checkOf('url: https://$HOST/${PATH_PART}?price=$$5\nheaders: {X-A: "$${x}"}')).toMatchObject({
      url: 'https://${HOST}/${PATH_PART}?price=$5',
      headers: { 'X-A': '$${x}' },
    });
  });

  it('an address that is wholly a variable is believed', async () => {
    const { component } = await importFixture('gatus', FIXTURE);
    expect(component('monitoring').checks[0]).toMatchObject({ url: '${MONITORING_URL}', interval: '30s' });
  });

  it.each([
    ['not yaml: [', /closed|bracket/],
    ['a: 1', /no Gatus configuration: it has no endpoints/],
    ['- a', /holds no fields/],
  ])('%j is refused with a reason', async (text, reason) => {
    await expect(importText('gatus', text)).rejects.toThrow(reason);
  });
});
