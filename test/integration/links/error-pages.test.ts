/**
 * The error pages in front of a dead site, by the real proxies of this machine and exactly the lines that we tell people to write: the
 * page is served with its code, and our own check knows that a proxy answered and not the site.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { putFiles } from '../../../electron/links/error-pages.ts';
import { ErrorPages, type ProxyKind } from '../../../shared/model/error-pages.ts';
import { errorPageFiles } from '../../../shared/rules/error-page/files.ts';
import { proxySnippet } from '../../../shared/rules/error-page/snippet.ts';
import { closedPort, httpServer, tcpServer } from '../../harness/loopback.ts';
import { freePort } from '../../harness/ports.ts';
import { aCheck, aContext, aProbeSet, failureOf, lookUntil } from '../../harness/probing.ts';
import { isRoot, requireProgram, serverFolder, startPeer } from '../../harness/real-programs.ts';

const AT = Date.UTC(2026, 0, 5, 9, 12);
const MODULES = '/usr/lib/apache2/modules';

function filesFor(proxy: ProxyKind, folder: string, site = 'shop.test') {
  const settings = ErrorPages.parse({ folder, for: proxy, site });
  const matter = { kind: 'trouble' as const, since: AT - 3_600_000, taken: true };
  return errorPageFiles({ settings, matter, callUrl: null, at: AT, timeZone: 'UTC' });
}

/** A folder with the pages, and beside it one for the proxy's own. `waitS`: how long the lines let it wait for the site, in place of 20 s. */
async function prepared(proxy: ProxyKind, waitS: number) {
  const folder = serverFolder('us');
  onTestFinished(() => folder.remove());
  const pages = join(folder.path, 'our errors');
  expect(await putFiles(pages, filesFor(proxy, pages))).toBeNull();
  const lines = proxySnippet(proxy, pages).replace(
    /(ProxyTimeout|timeout server|proxy_read_timeout) 20/,
    `$1 ${waitS}`,
  );
  return { folder: folder.path, pages, lines };
}

async function started(
  test: TestContext,
  name: string,
  config: string,
  folder: string,
  port: number,
  args: readonly string[],
) {
  const program = requireProgram(test, name);
  const file = join(folder, `${name}.conf`);
  writeFileSync(file, config);
  const peer = await startPeer({ program, args: args.map((arg) => (arg === 'FILE' ? file : arg)), port });
  onTestFinished(() => peer.stop());
}

const FRONTS: Readonly<Record<ProxyKind, (test: TestContext, backEnd: number, waitS: number) => Promise<number>>> = {
  async apache(test, backEnd, waitS) {
    const { folder, lines } = await prepared('apache', waitS);
    const port = await freePort();
    const modules = ['mpm_event', 'authz_core', 'alias', 'headers', 'mime', 'proxy', 'proxy_http'];
    const config = [
      `ServerRoot ${folder}`,
      'ServerName front.test',
      `PidFile ${folder}/pid`,
      `ErrorLog ${folder}/error.log`,
      'TypesConfig /dev/null',
      `Listen 127.0.0.1:${port}`,
      ...modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
      ...(isRoot ? ['User nobody', 'Group nogroup'] : []),
    ];
    // `TypesConfig` belongs to mod_mime, which has to be there before.
    const types = config.splice(config.indexOf('TypesConfig /dev/null'), 1);
    const text = [...config, ...types, lines, `ProxyPass "/" "http://127.0.0.1:${backEnd}/"`, ''].join('\n');
    await started(test, 'apache2', text, folder, port, ['-DFOREGROUND', '-f', 'FILE']);
    return port;
  },
  async haproxy(test, backEnd, waitS) {
    const { folder, lines } = await prepared('haproxy', waitS);
    const port = await freePort();
    const text = `defaults\n  mode http\n  timeout connect 10s\n  timeout client 30s\n  retries 0\n${lines}\nlisten front\n  bind 127.0.0.1:${port}\n  server a 127.0.0.1:${backEnd}\n`;
    await started(test, 'haproxy', text, folder, port, ['-db', '-f', 'FILE']);
    return port;
  },
  async nginx(test, backEnd, waitS) {
    const { folder, lines } = await prepared('nginx', waitS);
    const port = await freePort();
    mkdirSync(join(folder, 'tmp'));
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (one) => `${one}_temp_path ${folder}/tmp/${one};`,
    );
    const text = `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;${isRoot ? ' user nobody nogroup;' : ''}\nevents {}\nhttp { access_log off; ${temp.join(' ')}\nserver { listen 127.0.0.1:${port};\n${lines}\nlocation / { proxy_pass http://127.0.0.1:${backEnd}; } } }\n`;
    await started(test, 'nginx', text, folder, port, ['-c', 'FILE']);
    return port;
  },
};

/** Takes requests and never answers. */
const silent = async () => (await tcpServer((socket) => socket.resume())).port;
/** As in the lines themselves: the site is this process, which may stand still for a while. */
const PATIENT_S = 20;
const NAMES = { apache: 'Apache', nginx: 'nginx', haproxy: 'HAProxy' } as const;

describe.each(Object.keys(FRONTS) as ProxyKind[])('in front of a site, %s', (proxy) => {
  it.for([
    ['hangs', silent, 1],
    ['is gone', closedPort, PATIENT_S],
  ] as const)('shows our page when the site %s', async ([, backEnd, waitS], test) => {
    const port = await FRONTS[proxy](test, await backEnd(), waitS);
    const answer = await fetch(`http://127.0.0.1:${port}/cart`);
    const text = await answer.text();
    expect([502, 503, 504]).toContain(answer.status);
    expect(text).toContain('<h1>shop.test does not answer</h1>');
    expect(text).toContain(`(${answer.status})</title>`);
    expect(text).toContain('shop.test antwortet nicht');
    expect(answer.headers.get('content-type')).toMatch(/^text\/html; ?charset=utf-8$/i);
    expect([answer.headers.get('cache-control'), answer.headers.get('retry-after')]).toEqual(['no-store', '60']);
    const check = aCheck({ type: 'http', url: `http://127.0.0.1:${port}/` });
    const probes = aProbeSet();
    const look = () => probes.run(check, aContext());
    const failure = failureOf(await lookUntil(look, ({ kind }) => kind === 'fail'));
    expect(failure).toMatchObject({ kind: 'proxy-error', detail: expect.stringContaining(NAMES[proxy]) });
  });

  it('leaves what the site says itself alone', async (test) => {
    const site = await httpServer((_request, response) => response.writeHead(404).end('no such shoe'));
    const port = await FRONTS[proxy](test, site.port, PATIENT_S);
    const answer = await fetch(`http://127.0.0.1:${port}/shoes/7`);
    expect([answer.status, await answer.text()]).toEqual([404, 'no such shoe']);
  });
});

describe('files for a proxy', () => {
  it('are readable for its user, take the place of the old ones, and nothing else is touched', async () => {
    const { path, remove } = serverFolder('us');
    onTestFinished(remove);
    const folder = join(path, 'new', 'errors');
    expect(await putFiles(folder, filesFor('nginx', folder, 'old.test'))).toBeNull();
    writeFileSync(join(folder, 'mine.html'), 'mine');
    writeFileSync(join(folder, '502.html.new'), 'left behind by a crash');
    expect(await putFiles(folder, filesFor('nginx', folder, 'new.test'))).toBeNull();
    expect(readdirSync(folder).toSorted()).toEqual(['502.html', '503.html', '504.html', 'mine.html']);
    expect(readFileSync(join(folder, '503.html'), 'utf8')).toContain('new.test');
    expect(statSync(join(folder, '503.html')).mode & 0o777).toBe(0o644);
  });

  it('that cannot be written are said, with the path', async () => {
    const { path, remove } = serverFolder('us');
    onTestFinished(remove);
    writeFileSync(join(path, 'file'), '');
    const folder = join(path, 'file', 'errors');
    expect(await putFiles(folder, filesFor('nginx', '/x'))).toBe(
      `the error pages cannot be written to ${folder}: ENOTDIR; may this user write there?`,
    );
  });
});
