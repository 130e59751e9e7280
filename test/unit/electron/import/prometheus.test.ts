import { describe, expect, it } from 'vitest';
import { jsRegex } from '../../../../electron/import/go-regex.ts';
import { importFixture, importText } from '../../../harness/importing.ts';

const fixture = () => importFixture('prometheus', 'prometheus/prometheus.yml', 'prometheus/blackbox.yml');

const probed = (module: string, target: string) =>
  importText(
    'prometheus',
    `scrape_configs: [{job_name: j, metrics_path: /probe, params: {module: [m]}, static_configs: [{targets: ["${target}"]}]}]`,
    `modules:\n  m:\n${module.replaceAll(/^/gm, '    ')}\n`,
  );

describe('target lists of Prometheus', () => {
  it('a target of a blackbox job becomes a check, with the job as its group and its intervals', async () => {
    const { component } = await fixture();
    expect(component('example.com-8080')).toEqual({
      id: 'example.com-8080',
      name: 'example.com:8080',
      group: 'blackbox-http',
      tags: ['env-prod'],
      checks: [{ type: 'http', url: 'http://example.com:8080', interval: '1m', timeout: '12s' }],
    });
  });

  it('the module says how: method, codes, headers, body rules, redirects, certificate', async () => {
    const { component } = await fixture();
    const [check] = component('strict.example.org').checks;
    expect(check).toMatchObject({
      method: 'POST',
      expectStatus: [200, 204],
      redirects: 0,
      verifyTls: false,
      timeout: '5s',
      body: '{"q": "$${not a variable}"}',
    });
    expect(check).toMatchObject({ auth: { username: 'kim', password: '${STRICT_EXAMPLE_ORG_PASSWORD}' } });
    const [wanted, unwanted] = (check?.expectBody ?? []) as { regex: string }[];
    expect('a page: Download the latest version here').toMatch(new RegExp(wanted?.regex ?? '', 's'));
    expect('fine\nindeed').toMatch(new RegExp(unwanted?.regex ?? '', 's'));
    expect('so: Could NOT connect to database').not.toMatch(new RegExp(unwanted?.regex ?? '', 's'));
  });

  it('a dialogue of a tcp module becomes a script, line by line', async () => {
    const { component } = await fixture();
    const [check] = component('bastion.example.org-22').checks;
    expect(check).toMatchObject({ type: 'tcp', host: 'bastion.example.org', port: 22 });
    expect(check?.script).toEqual([
      { expectRegex: '(?:^|\\n)SSH-2[^\\n]0-' },
      { send: 'SSH-2.0-blackbox-ssh-check\\n' },
    ]);
  });

  it('files of targets are read beside prometheus.yml; one that is missing is told', async () => {
    const { component, told } = await fixture();
    expect(component('2001-db8-1-22').checks[0]).toMatchObject({ host: '2001:db8::1', port: 22 });
    expect(told('lost')).toContain('blackbox-tcp: there is no file missing/*.json to take targets from');
  });

  it('any other job becomes a look at whether it can be scraped, and that is told', async () => {
    const { component, told } = await fixture();
    expect(component('localhost-9090').checks[0]).toMatchObject({
      url: 'http://localhost:9090/metrics',
      interval: '15s',
    });
    expect(told('changed').join()).toContain('no value in them is');
  });

  it('writes no secret into the file', async () => {
    const { text, differences } = await fixture();
    expect(text + JSON.stringify(differences)).not.toContain('notAReal');
    expect(text).toContain(
      'https://kim:${EXAMPLE_COM_LOGIN_PASSWORD}@example.com/login?token=${EXAMPLE_COM_LOGIN_TOKEN}',
    );
  });

  it('tells what it does not follow: discovery, relabelling, rules', async () => {
    const told = (await fixture()).told('lost').join('\n');
    expect(told).toContain('kubernetes: "kubernetes_sd_configs": discovery is not carried over');
    expect(told).toContain('blackbox-tcp: relabel rule 1 is not followed');
    expect(told).toContain('rule_files: it has no counterpart');
  });

  it('a module that nobody explains is told, with the remedy', async () => {
    const { told, file } = await importText(
      'prometheus',
      'scrape_configs: [{job_name: j, params: {module: [ours]}, metrics_path: /probe, static_configs: [{targets: [a.example]}]}]',
    );
    expect(file.components).toEqual([]);
    expect(told('lost')).toEqual([
      'a.example: nobody says what the module "ours" does; give blackbox.yml with --modules',
    ]);
  });

  it('a list of targets alone is read by the form of each target', async () => {
    const { file } = await importText('prometheus', '[{"targets": ["https://a.example/", "b.example:22"]}]');
    expect(file.components.map(({ checks }) => checks[0]?.type)).toEqual(['http', 'tcp']);
  });

  it.each([
    ['prober: tcp\ntcp: {tls: true}', 'a.example:443', { type: 'tcp', tls: true }],
    ['prober: tcp\ntcp: {query_response: [{starttls: true}]}', 'a.example:25', { script: [{ starttls: true }] }],
    ['prober: icmp', '192.0.2.1', { type: 'ping', host: '192.0.2.1' }],
    [
      'prober: dns\ndns: {query_name: example.org, query_type: MX, valid_rcodes: [NXDOMAIN]}',
      '192.0.2.53',
      { type: 'dns', query: 'example.org', record: 'MX', resolver: '192.0.2.53', expectRcode: 'NXDOMAIN' },
    ],
    ['prober: http\nhttp: {proxy_url: "http://p.example:3128"}', 'a.example', { proxy: 'http://p.example:3128' }],
  ])('%s of %s has its check', async (module, target, expected) => {
    expect((await probed(module, target)).file.components[0]?.checks[0]).toMatchObject(expected);
  });

  it.each([
    ['^SSH-2.0-', '^SSH-2[^\\n]0-'],
    ['(?i)ok', '[oO][kK]'],
    ['(?s)a.b', 'a.b'],
    ['(?P<name>x)', '(?<name>x)'],
    ['[a.]\\.', '[a.]\\.'],
    ['(?i)[a-c]', '[a-cA-C]'],
  ])('Go reads %s as JavaScript reads %s', (go, js) => {
    expect(jsRegex(go)).toBe(js);
  });

  it.each(['(?m)^a', '[[:alpha:]]', '\\Aok', 'a(?i)b', '('])('%s has no words in JavaScript', (go) => {
    expect(jsRegex(go)).toBeNull();
  });

  it.each(['a: 1', 'text'])('%j is refused with a reason', async (text) => {
    await expect(importText('prometheus', text)).rejects.toThrow(/neither a prometheus\.yml/);
  });
});
