import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importTools } from '../../../../electron/compose/commands/import-tools.ts';
import { readSource } from '../../../../electron/import/read.ts';
import { createReport } from '../../../../electron/import/report.ts';
import { loadDriver } from '../../../../electron/store/sqlite/driver.ts';
import { finished, IMPORT_FIXTURES, importFixture, importText } from '../../../harness/importing.ts';
import { tempFolder } from '../../../harness/temp-folder.ts';

const backup = () => importFixture('uptime-kuma', 'kuma/backup.json');

/** One monitor alone, with the fields a backup gives it. */
const monitor = (fields: object) =>
  importText(
    'uptime-kuma',
    JSON.stringify({ monitorList: [{ id: 1, name: 'one', active: true, interval: 60, maxretries: 1, ...fields }] }),
  );

async function database(change = '') {
  const path = join(tempFolder(), 'kuma.db');
  const handle = (await loadDriver()).open(path);
  handle.exec(await readFile(join(IMPORT_FIXTURES, 'kuma/kuma.sql'), 'utf8'));
  handle.exec(change);
  handle.close();
  return path;
}

async function importDatabase(change = '') {
  const report = createReport();
  return finished(
    await readSource('uptime-kuma', { file: await database(change), modules: null }, report, importTools),
    report,
  );
}

describe("Uptime Kuma's backup", () => {
  it('a monitor becomes a component with its group, tags, retries and intervals', async () => {
    const { component, file } = await backup();
    expect(component('shop-front')).toEqual({
      id: 'shop-front',
      name: 'Shop front',
      group: 'production-shop',
      tags: ['team-web-eu'],
      description: 'The way in',
      checks: [
        {
          type: 'http',
          url: 'https://shop.example.org/health?key=${SHOP_FRONT_KEY}',
          expectStatus: ['200-299', 304],
          redirects: 0,
          interval: '1m',
          fall: 4,
          fastInterval: '20s',
          timeout: '48s',
        },
      ],
    });
    expect(file.groups).toEqual([{ id: 'production-shop', name: 'Production / Shop' }]);
  });

  it('a keyword must be there, an inverted one must not', async () => {
    const { component } = await backup();
    expect(component('api-keyword').checks[0]).toMatchObject({ expectBody: { contains: 'pong' }, method: 'POST' });
    expect(component('no-errors').checks[0]).toMatchObject({ expectBody: { absent: 'ERROR' }, verifyTls: false });
  });

  it('without a time-out of its own it is 0.8 of the interval, as it is there', async () => {
    expect((await backup()).component('api-keyword').checks[0]).toMatchObject({ interval: '30s', timeout: '24s' });
  });

  it('writes no secret into the file: not of monitors, not of notifications', async () => {
    const { text, differences, variables } = await backup();
    expect(text + JSON.stringify(differences)).not.toContain('notAReal');
    expect(variables).toContain('NO_ERRORS_PASSWORD');
  });

  it('a push monitor becomes a heartbeat, and that its address changes is told', async () => {
    const { component, told } = await backup();
    expect(component('nightly-backup').checks).toEqual([
      { type: 'heartbeat', every: '1d', token: '${NIGHTLY_BACKUP_TOKEN}' },
    ]);
    expect(told('changed').join()).toContain('/beat/<token>');
  });

  it('one failure alone never wakes anybody here by default, and that this differs is told', async () => {
    const { component, told } = await monitor({ type: 'port', hostname: 'a.example', port: 1, maxretries: 0 });
    expect(component('one').checks[0]).not.toHaveProperty('fall');
    expect(told('changed').join()).toContain('one failure alone makes it down there');
  });

  it.each([
    [{ type: 'port', hostname: 'a.example', port: 1, upsideDown: true }, 'upside down'],
    [{ type: 'http', url: 'https://a.example', active: false }, 'paused'],
    [{ type: 'docker', docker_container: 'web' }, 'no check for monitors of type "docker"'],
    [{ type: 'http', url: 'not an address' }, 'would not be valid here'],
  ])('%j is lost, and why is told', async (fields, why) => {
    const { file, told } = await monitor(fields);
    expect(file.components).toEqual([]);
    expect(told('lost').join()).toContain(why);
  });

  it.each([
    ['router', { type: 'ping', host: '192.0.2.1', fall: 3 }],
    ['resolver', { type: 'dns', query: 'example.org', record: 'AAAA', resolver: '192.0.2.53' }],
    ['status-field', { type: 'http', expectJson: [{ path: 'status.db', equals: 'up' }] }],
    [
      'orders',
      { type: 'database', url: 'postgres://watch:${ORDERS_PASSWORD}@db.example.org:5432/orders', query: 'SELECT 1' },
    ],
  ])('%s has a check of its own kind', async (id, check) => {
    expect((await backup()).component(id).checks[0]).toMatchObject(check);
  });

  it('a JSON query that is more than a way to a value is told, and not guessed', async () => {
    const { told } = await monitor({
      type: 'json-query',
      url: 'https://a.example/',
      jsonPath: '$count(x)',
      expectedValue: '1',
    });
    expect(told('lost').join()).toContain('the query $count(x) == … cannot be said here');
  });

  it('names the nearest channel for each notification', async () => {
    const told = (await backup()).told('lost').join('\n');
    expect(told).toContain('notification "SMS": channels are not carried over; the nearest to "twilio" is twilio-sms');
    expect(told).toContain(
      'notification "Team chat": channels are not carried over; the nearest to "telegram" is telegram',
    );
  });

  it.each(['{', '[]', '{"a":1}'])('%s is refused with a reason', async (text) => {
    await expect(importText('uptime-kuma', text)).rejects.toThrow(/backup of Uptime Kuma/);
  });
});

describe("Uptime Kuma's database", () => {
  it('is read like the backup, under the names of its columns', async () => {
    const { component, told } = await importDatabase();
    expect(component('shop')).toMatchObject({
      group: 'production',
      tags: ['prod'],
      checks: [
        {
          auth: { username: 'kim', password: '${SHOP_PASSWORD}' },
          expectStatus: ['200-299', 401],
          redirects: 3,
          fall: 3,
          fastInterval: '15s',
          timeout: '12500ms',
        },
      ],
    });
    expect(component('ssh')).toMatchObject({ tags: ['prod-dmz'] });
    expect(told('lost')).toContain('Old shop: it is paused there');
  });

  it('maintenance becomes windows for its monitors and the groups it names', async () => {
    const { file, told } = await importDatabase();
    expect(file.maintenance).toEqual([
      {
        id: 'patch-night',
        name: 'Patch night',
        for: { components: ['shop'] },
        timeZone: 'Europe/Berlin',
        kind: 'weekly',
        days: ['tue', 'sun'],
        at: '23:30',
        lasts: '1h30m',
      },
      {
        id: 'move',
        name: 'Move',
        for: { components: ['ssh'] },
        kind: 'once',
        from: '2026-12-24T18:00:00',
        to: '2026-12-24T20:00:00',
      },
      {
        id: 'month-end',
        name: 'Month end',
        for: { components: ['shop'] },
        kind: 'monthly',
        day: 1,
        at: '04:00',
        lasts: '1h',
      },
      {
        id: 'month-end-2',
        name: 'Month end',
        for: { components: ['shop'] },
        kind: 'monthly',
        day: 31,
        at: '04:00',
        lasts: '1h',
      },
      { id: 'by-cron', name: 'By cron', for: { components: ['ssh'] }, kind: 'cron', cron: '30 3 * * 1', lasts: '15m' },
    ]);
    expect(told('lost')).toContain('maintenance "By hand": its kind "manual" has no counterpart');
  });

  it('a window that ours would not take is lost alone', async () => {
    const { file, told } = await importDatabase("UPDATE maintenance SET timezone = 'Mars/Olympus' WHERE id = 1");
    expect((file.maintenance as unknown[]).length).toBe(4);
    expect(told('lost').join()).toContain('maintenance "Patch night": it would not be valid here');
  });

  it('is only read: the file stays as it was, to the byte', async () => {
    const path = await database();
    const before = await readFile(path);
    await readSource('uptime-kuma', { file: path, modules: null }, createReport(), importTools);
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it('a database of somebody else, and a damaged one, are refused with a reason', async () => {
    const read = (file: string) => readSource('uptime-kuma', { file, modules: null }, createReport(), importTools);
    expect(await read(await database('DROP TABLE monitor'))).toEqual({
      ok: false,
      reason: expect.stringContaining('not of Uptime Kuma'),
    });
    const damaged = join(tempFolder(), 'kuma.db');
    writeFileSync(damaged, `SQLite format 3\0${'x'.repeat(5_000)}`);
    expect(await read(damaged)).toEqual({ ok: false, reason: expect.stringContaining('cannot be read as a database') });
  });
});
