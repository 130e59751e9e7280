import { describe, expect, it } from 'vitest';
import { words } from '../../../../electron/import/nagios/command-line.ts';
import { parseObjects, resolveObjects } from '../../../../electron/import/nagios/objects.ts';
import { importFixture, importText } from '../../../harness/importing.ts';

const fixture = () => importFixture('nagios', 'nagios/conf.d');

const HOST = 'define host {\n host_name web\n address 192.0.2.1\n}\n';

/** One service alone, with this check_command. */
const service = (command: string, more = '') =>
  importText(
    'nagios',
    `${HOST}define service {\n host_name web\n service_description s\n check_command ${command}\n${more}\n}\n`,
  );

const checkOf = async (command: string) => (await service(command)).component('web-s').checks[0];

const resolved = (text: string) => resolveObjects(parseObjects(text, 'a.cfg').objects);

describe('object inheritance', () => {
  it('the first template wins over later ones, and the object over all of them', () => {
    const [host] = resolved(`
      define host { name a
        x 1
        y 1
        register 0
      }
      define host {
        name b
        x 2
        y 2
        z 2
        register 0
      }
      define host {
        use a,b
        host_name h
        y 3
      }`);
    expect(['x', 'y', 'z', 'register'].map((name) => host?.get(name))).toEqual(['1', '3', '2', null]);
  });

  it('+ adds to what is inherited, null takes it back', () => {
    const [first, second] = resolved(`
      define host {
        name a
        hostgroups all
        contacts kim
        register 0
      }
      define host {
        use a
        host_name h
        hostgroups +web
        contacts null
      }
      define host {
        use a
        host_name i
      }`);
    expect([first?.list('hostgroups'), first?.get('contacts')]).toEqual([['all', 'web'], null]);
    expect([second?.list('hostgroups'), second?.get('contacts')]).toEqual([['all'], 'kim']);
  });

  it('templates that use each other end', () => {
    const [host] = resolved(
      'define host {\n name a\n use b\n register 0\n}\ndefine host {\n name b\n use a\n host_name h\n x 1\n}',
    );
    expect(host?.get('x')).toBe('1');
  });

  it('comments, continued lines and escaped semicolons are read as Nagios reads them', () => {
    const [host] = resolved('# c\ndefine host{\n host_name h ; the host\n alias a \\\n  b\n notes x\\;y\n}');
    expect(['host_name', 'alias', 'notes'].map((name) => host?.get(name))).toEqual(['h', 'a b', 'x;y']);
  });
});

describe('object files of Nagios', () => {
  it('a service of a host group is looked at on each of its hosts', async () => {
    const { component, file } = await fixture();
    expect(file.components.map(({ id }) => id)).toEqual(expect.arrayContaining(['web1-http', 'web2-http', 'web1-ssh']));
    expect(component('web1-http')).toMatchObject({
      name: 'web1 HTTP',
      group: 'web1',
      tags: ['web-servers', 'linux', 'production'],
      policy: 'admins',
      checks: [
        {
          type: 'http',
          url: 'https://www.example.org/health?token=${WEB1_HTTP_TOKEN}',
          expectBody: { contains: 'all well' },
          expectStatus: '200-399',
          redirects: 0,
          latencyLimit: '2s',
          interval: '10m',
          fastInterval: '2m',
          fall: 3,
        },
      ],
    });
  });

  it('macros of hosts are filled in, also the custom ones', async () => {
    const { component } = await fixture();
    expect(component('web2-web-port').checks[0]).toMatchObject({
      host: '192.0.2.12',
      port: 8081,
      latencyLimit: '1500ms',
    });
  });

  it('a service with * and ! is on all hosts but those', async () => {
    const { file } = await fixture();
    expect(file.components.map(({ id }) => id).filter((id) => id.endsWith('-ssh'))).toEqual(['web1-ssh', 'web2-ssh']);
  });

  it('contacts become people, who is told becomes a policy, and what reaches them is told as lost', async () => {
    const { file, told } = await fixture();
    expect(file.people).toEqual([
      { id: 'kim', name: 'Kim Example', channels: ['notice', 'tone'] },
      { id: 'sam', name: 'Sam', channels: ['notice', 'tone'] },
    ]);
    expect(file.policies).toContainEqual({
      id: 'admins',
      steps: [{ targets: [{ person: 'kim' }, { person: 'sam' }], delay: '5m' }],
    });
    expect(told('lost').join()).toContain('kim: its pager: add a channel twilio-sms');
  });

  it('tells with file and line what cannot be carried over', async () => {
    const { differences, told } = await fixture();
    const all = told('lost').join('\n');
    expect(all).toContain('web1 Piped: its command needs a shell ("|"), and none is used here');
    expect(all).toContain('web1 Passive: it is passive');
    expect(all).toContain('Lost: it is on no host that was read');
    expect(all).toContain('servicedependency HTTP: it has no counterpart');
    expect(differences.find(({ name }) => name === 'web1 Piped')).toMatchObject({
      file: expect.stringMatching(/objects\.cfg$/),
      line: 94,
    });
    expect(JSON.stringify(differences)).not.toContain('notAReal');
  });

  it('writes no secret of a command line into the file', async () => {
    const { text, component } = await fixture();
    expect(text).not.toContain('notAReal');
    expect(component('web2-login').checks[0]).toMatchObject({
      url: 'https://192.0.2.12:8443/',
      auth: { username: 'kim', password: '${WEB2_LOGIN_PASSWORD}' },
      expectStatus: [200, 302],
      verifyTls: false,
    });
  });

  it.each([
    ['check_http', { type: 'http', url: 'http://192.0.2.1/', expectStatus: '200-399', redirects: 0 }],
    ['check_http!-f follow -u status', { url: 'http://192.0.2.1/status' }],
    ['check_http!-e "HTTP/1.1 401"', { expectStatus: 401 }],
    ['check_http!-P "a=b" -k "X-A: b"', { method: 'POST', body: 'a=b', headers: { 'X-A': 'b' } }],
    ['check_http!--regex=o+k', { expectBody: { regex: 'o+k' } }],
    ['check_tcp!5432', { type: 'tcp', host: '192.0.2.1', port: 5432 }],
    ['check_tcp!7!-E -s "PING\\r\\n" -e +PONG', { script: [{ send: 'PING\\r\\n' }, { expectRegex: '^\\+PONG' }] }],
    ['check_ssh!-p 2222', { type: 'tcp', preset: 'ssh', port: 2222 }],
    ['check_smtp', { type: 'tcp', preset: 'smtp', port: 25 }],
    [
      'check_ping!100.0,20%!500.0,60%',
      { type: 'ping', host: '192.0.2.1', count: 5, maxLoss: 59, latencyLimit: '100ms' },
    ],
    ['check_dns!www.example.org', { type: 'dns', query: 'www.example.org', resolver: '192.0.2.1' }],
    ['check_imap', { port: 143, script: [{ expectRegex: '^\\* OK' }] }],
  ])('%s is understood', async (command, check) => {
    expect(await checkOf(command)).toMatchObject(check);
  });

  it('an option that is not known makes the line unknown: nothing is guessed, the plugin itself is run', async () => {
    const { component, told } = await service('check_http!--state-regex ok');
    expect(component('web-s').checks[0]).toMatchObject({
      type: 'exec',
      command: ['/usr/lib/nagios/plugins/check_http', '-I', '192.0.2.1', '--state-regex', 'ok'],
    });
    expect(told('changed').join()).toContain('it must be installed on the machine');
  });

  it('a plugin that is run gets its secrets from variables', async () => {
    const command =
      'define command {\n command_name check_db\n command_line $USER1$/check_mysql -H $HOSTADDRESS$ -u kim -pnotARealOne --password=notARealTwo\n}\n';
    const { text, variables } = await importText(
      'nagios',
      `${HOST}${command}define service {\n host_name web\n service_description db\n check_command check_db\n}\n`,
    );
    expect(text).not.toContain('notAReal');
    expect(variables).toEqual(['WEB_DB_P', 'WEB_DB_PASSWORD']);
  });

  it('without its host nothing on it can be reached, without its parents no host', async () => {
    const { component } = await fixture();
    expect(component('web1')).toMatchObject({ dependsOn: ['router'], checks: [{ type: 'ping', host: '192.0.2.11' }] });
    expect(component('web1-http')).toMatchObject({ dependsOn: ['web1'] });
    expect(component('router')).not.toHaveProperty('dependsOn');
  });

  it('parents in a circle are told and left out, and everything else is kept', async () => {
    const host = (name: string, parent: string) =>
      `define host {\n host_name ${name}\n address 192.0.2.1\n parents ${parent}\n check_command check-host-alive\n}\n`;
    const { file, told } = await importText('nagios', host('a', 'b') + host('b', 'a'));
    expect(file.components.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ]);
    expect(told('lost')).toContain('a: its dependencies are not valid here');
  });

  it('a command that is not defined is told', async () => {
    const { told } = await service('check_ours!a');
    expect(told('lost')).toContain('web s: the command "check_ours" is not defined in what was read');
  });

  it('times are minutes, attempts are fall', async () => {
    const { component } = await service('check_ssh', ' check_interval 3\n retry_interval 0.5\n max_check_attempts 1');
    expect(component('web-s').checks[0]).toMatchObject({ interval: '3m', fastInterval: '30s', fall: 1 });
  });

  it.each([
    ['a "b c" d', ['a', 'b c', 'd']],
    ["a 'b \"c'", ['a', 'b "c']],
    ['a b\\ c ""', ['a', 'b c', '']],
  ])('a line is split as a shell splits it: %s', (line, argv) => {
    expect(words(line)).toEqual({ ok: true, argv });
  });

  it('a file of something else is refused', async () => {
    await expect(importText('nagios', 'hello')).rejects.toThrow(/no Nagios object/);
  });
});
