/** Nothing of a source is lost in silence: what no check was made of is told, whatever the program. */
import { describe, expect, it } from 'vitest';
import { importText } from '../../../harness/importing.ts';

const HOST = 'define host {\n host_name web\n address 192.0.2.1\n check_command check_ping!1,1!2,2\n}\n';
const PING = 'define command {\n command_name check_ping\n command_line $USER1$/check_ping -H $HOSTADDRESS$\n}\n';

describe('Nagios', () => {
  it.each([
    [
      'an unknown template',
      'define service {\n use gone\n host_name web\n service_description s\n check_command check_ping\n}',
      /uses "gone", and no service of that name was read/,
    ],
    [
      'an unknown contact',
      'define service {\n contacts kim\n host_name web\n service_description s\n check_command check_ping\n}',
      /tells "kim", and no contact of that name was read/,
    ],
    [
      'a definition that is not closed',
      'define host {\n host_name open\n check_command check_ping\ndefine host {\n host_name shut\n check_command check_ping\n}',
      /not closed before the next one begins in line/,
    ],
    [
      'a host that is not looked at',
      'define host {\n host_name bare\n address 192.0.2.2\n}',
      /not looked at itself \(no check_command\)/,
    ],
    [
      'a parent that is no component',
      'define host {\n host_name leaf\n parents router\n check_command check_ping\n}',
      /stands behind "router", which is no component here/,
    ],
    [
      'reminders',
      'define service {\n host_name web\n service_description s\n check_command check_ping\n notification_interval 30\n}',
      /notification_interval: reminders come with rising gaps/,
    ],
    [
      'a directive that nobody knows',
      'define service {\n host_name web\n service_description s\n check_command check_ping\n is_volatile 1\n}',
      /is_volatile: it has no counterpart/,
    ],
    [
      'members of a group of services',
      'define servicegroup {\n servicegroup_name g\n members web,s\n}',
      /its members: give those services the tag/,
    ],
  ])('tells %s', async (_what, text, why) => {
    const { told } = await importText('nagios', `${PING}${HOST}${text}\n`);
    expect(
      told('lost').some((line) => why.test(line)),
      told('lost').join('\n'),
    ).toBe(true);
  });

  it('tells what a template says once, where it stands', async () => {
    const services = ['a', 'b'].map(
      (name) =>
        `define service {\n use t\n host_name web\n service_description ${name}\n check_command check_ping\n}\n`,
    );
    const template = 'define service {\n name t\n notification_interval 30\n register 0\n}\n';
    const { told } = await importText('nagios', `${PING}${HOST}${template}${services.join('')}`);
    expect(told('lost').filter((line) => line.includes('notification_interval'))).toHaveLength(1);
  });

  it('counts time in the units that the main file names', async () => {
    const { component } = await importText(
      'nagios',
      `interval_length=1\n${PING}${HOST.replace('}', ' check_interval 60\n}')}`,
    );
    expect(component('web').checks[0]).toMatchObject({ interval: '1m' });
  });
});

describe('Uptime Kuma', () => {
  const backup = (monitor: object, more: object = {}) =>
    importText(
      'uptime-kuma',
      JSON.stringify({
        version: '1',
        monitorList: [{ id: 1, name: 'm', interval: 60, maxretries: 2, ...monitor }],
        ...more,
      }),
    );

  it.each([
    [
      { type: 'dns', hostname: 'h', dns_resolve_type: 'A', conditions: '[{"type":"expression"}]' },
      /"conditions" has no counterpart/,
    ],
    [{ type: 'http', url: 'http://h/', headers: 'no json' }, /its headers: they are no JSON/],
    [{ type: 'http', url: 'http://h/', tlsCa: 'PEM' }, /"tlsCa" has no counterpart/],
    [{ type: 'push', maxretries: 3 }, /"maxretries": a beat that is missed/],
    [{ type: 'grpc-keyword', grpcUrl: 'h:1' }, /the check grpc asks grpc\.health\.v1\.Health/],
  ])('tells %j', async (monitor, why) => {
    const { told } = await backup(monitor);
    expect(
      told('lost').some((line) => why.test(line)),
      told('lost').join('\n'),
    ).toBe(true);
  });

  it('says nothing of what every monitor has', async () => {
    const { told } = await backup({
      type: 'http',
      url: 'http://h/',
      weight: 2000,
      dns_resolve_type: 'A',
      mqttTopic: 'x',
      notificationIDList: { 1: true },
    });
    expect(told('lost')).toEqual([]);
  });

  it('tells proxies, and makes a handshake a check', async () => {
    const { told, component } = await backup(
      { type: 'websocket-upgrade', url: 'wss://h/' },
      { proxyList: [{ id: 1 }] },
    );
    expect(told('lost')).toEqual(['proxies: 1 of them: there is no counterpart']);
    expect(component('m').checks[0]).toMatchObject({ type: 'websocket', url: 'wss://h/' });
  });
});

describe('Prometheus and Gatus', () => {
  it('tells a list that is none, and a word that is not wanted stands anywhere in the body', async () => {
    const { told } = await importText('prometheus', 'scrape_configs:\n  -\n');
    expect(told('lost')).toEqual(['scrape_configs: it has no counterpart']);
    const modules = 'modules:\n  m:\n    prober: http\n    http: { fail_if_body_matches_regexp: ["^error|fatal"] }\n';
    const list =
      'scrape_configs:\n  - { job_name: j, metrics_path: /probe, params: { module: [m] }, static_configs: [{ targets: ["http://h/"] }] }\n';
    const { file } = await importText('prometheus', list, modules);
    const [check] = file.components[0]?.checks ?? [];
    const { regex = '' } = (check?.expectBody ?? {}) as { readonly regex?: string };
    expect(regex).not.toBe('');
    expect(['error', 'all fatal'].map((body) => new RegExp(regex, 's').test(body))).toEqual([false, false]);
    expect(new RegExp(regex, 's').test('no error')).toBe(true);
  });

  it('asks gRPC health and websockets', async () => {
    const modules = 'modules:\n  g:\n    prober: grpc\n    grpc: { service: shop, tls: true }\n';
    const list =
      'scrape_configs:\n  - { job_name: j, metrics_path: /probe, params: { module: [g] }, static_configs: [{ targets: ["h:50051"] }] }\n';
    const grpc = await importText('prometheus', list, modules);
    expect(grpc.file.components[0]?.checks[0]).toMatchObject({
      type: 'grpc',
      host: 'h',
      port: 50_051,
      service: 'shop',
      tls: true,
    });
    const text =
      'connectivity: { checker: { target: "1.1.1.1:53" } }\nendpoints:\n  - { name: w, url: "wss://h/", body: ping, conditions: ["[CONNECTED] == true", "[BODY] == pat(*pong*)"] }\n';
    const gatus = await importText('gatus', text);
    expect(gatus.component('w').checks[0]).toMatchObject({ type: 'websocket', url: 'wss://h/', send: 'ping' });
    expect(gatus.told('lost')).toContainEqual(expect.stringContaining('settings.witnesses'));
  });
});
