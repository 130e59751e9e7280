/** The Cachet API as its clients meet it: forms of answers, paging, refusals, who may see and who may write. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CachetHouse, cachetFile, cachetHouse } from '../../harness/cachet.ts';

let house: CachetHouse;
beforeAll(async () => {
  house = await cachetHouse();
});
afterAll(() => house.close());

const make = async (path: string, body: object) => (await house.ask('POST', path, body)).body.data;

describe('what every client asks first', () => {
  it('says Pong, a version that clients know, and how everything is together', async () => {
    expect((await house.guest('ping')).body).toEqual({ data: 'Pong!' });
    expect((await house.guest('version')).body).toEqual({
      meta: { on_latest: true, latest: { tag_name: 'v2.4.0', prelease: false, draft: false } },
      data: '2.4.0',
    });
    expect((await house.guest('status')).body).toEqual({
      data: { status: 'success', message: 'All systems are operational' },
    });
  });
});

describe('components', () => {
  it('lists those of the file in the form of Cachet 2.4', async () => {
    const { status, body, headers } = await house.ask('GET', 'components?per_page=1&page=2');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      meta: {
        pagination: {
          total: 2,
          count: 1,
          per_page: 1,
          current_page: 2,
          total_pages: 2,
          links: { next_page: null, previous_page: `${house.base}/components?per_page=1&page=1` },
        },
      },
      data: [
        {
          id: 2,
          name: 'Stream 14',
          description: null,
          link: null,
          status: 1,
          order: 2,
          group_id: 1,
          enabled: true,
          meta: null,
          created_at: '2026-01-05 09:00:00',
          updated_at: expect.stringMatching(/^2026-01-05 09:0\d:\d\d$/),
          deleted_at: null,
          status_name: 'Operational',
          tags: { eu: 'eu' },
        },
      ],
    });
  });

  it('are found by their fields and tags, and sorted', async () => {
    const names = async (query: string) =>
      (await house.ask('GET', `components?${query}`)).body.data.map(({ name }: { name: string }) => name);
    expect(await names('group_id=1')).toEqual(['Stream 14']);
    expect(await names('tags[]=eu')).toEqual(['Stream 14']);
    expect(await names('tags[]=us')).toEqual([]);
    expect(await names('sort=name&order=desc')).toEqual(['Stream 14', 'API']);
    expect(await names('status=4')).toEqual([]);
    expect(await names('nobody_knows=1')).toEqual(['API', 'Stream 14']);
  });

  it('are made, changed and deleted by a program, with a group that need not be there, and their number comes never again', async () => {
    const made = await make('components', {
      name: 'Video',
      status: 1,
      tags: 'EU West, Fast',
      group_id: 1000,
      link: null,
    });
    expect(made).toMatchObject({
      name: 'Video',
      status: 1,
      group_id: 1000,
      tags: { 'eu-west': 'EU West', fast: 'Fast' },
    });
    const changed = await house.ask('PUT', `components/${made.id}`, { name: 'Video 2', tags: [], description: 'x' });
    expect(changed).toMatchObject({
      status: 200,
      body: { data: { name: 'Video 2', tags: {}, description: 'x', status: 1 } },
    });
    const gone = await house.ask('DELETE', `components/${made.id}`);
    expect([gone.status, gone.body]).toEqual([204, null]);
    expect((await house.ask('GET', `components/${made.id}`)).status).toBe(404);
    expect((await house.ask('DELETE', `components/${made.id}`)).status).toBe(404);
    const next = await make('components', { name: 'Video', status: 2 });
    expect(next.id).toBe(made.id + 1);
    await house.ask('DELETE', `components/${next.id}`);
  });

  it('of the file keep what the file says; how they are listed may be said', async () => {
    const named = await house.ask('PUT', 'components/1', { name: 'Other', status: 1 });
    expect(named.status).toBe(400);
    expect(named.body.errors[0].meta.details).toEqual([
      'The name of API is API: the configuration file decides that, so change it there.',
    ]);
    const same = { name: 'API', description: '', group_id: 0, tags: '', order: 7, link: 'https://status.example.org/' };
    expect((await house.ask('PUT', 'components/1', same)).body.data).toMatchObject({ order: 7, link: same.link });
    expect((await house.ask('DELETE', 'components/1')).status).toBe(400);
    expect(house.on.snapshot().components.map(({ name }) => name)).toContain('API');
  });

  it('that are disabled, or in a hidden group, are not for guests', async () => {
    const group = await make('components/groups', { name: 'Hidden', visible: 0 });
    const inGroup = await make('components', { name: 'In it', status: 1, group_id: group.id });
    const disabled = await make('components', { name: 'Off', status: 1, enabled: false });
    const seen = (await house.guest('components')).body.data.map(({ id }: { id: number }) => id);
    const inside = (await house.ask('GET', 'components')).body.data.map(({ id }: { id: number }) => id);
    for (const { id } of [inGroup, disabled]) {
      expect(seen).not.toContain(id);
      expect(inside).toContain(id);
      expect((await house.guest(`components/${id}`)).status).toBe(404);
      await house.ask('DELETE', `components/${id}`);
    }
    expect((await house.guest(`components/groups/${group.id}`)).status).toBe(404);
    await house.ask('DELETE', `components/groups/${group.id}`);
  });

  it('of the file show guests their public name and how they are, and no more', async () => {
    const secret = {
      id: 'db',
      description: 'behind vpn2',
      tags: ['inner'],
      checks: [{ type: 'tcp' as const, host: '127.0.0.1', port: 3 }],
    };
    const file = cachetFile();
    const [api = secret] = file.components ?? [];
    const components = [
      { ...api, description: 'on host7', tags: ['inner'] },
      { ...secret, public: false as const },
    ];
    house.on.configure({ ...file, components });
    expect((await house.guest('components')).body.data).toMatchObject([{ name: 'API', description: null, tags: {} }]);
    expect((await house.ask('GET', 'components')).body.data).toMatchObject([
      { name: 'API', description: 'on host7', tags: { inner: 'inner' } },
      { name: 'db', description: 'behind vpn2' },
    ]);
    const named = { ...api, public: { name: 'Our API' } };
    house.on.configure({
      ...file,
      settings: { cachet: {}, statusPage: { show: { components: ['api'] } } },
      components: [named, secret],
    });
    expect((await house.guest('components')).body.data).toMatchObject([{ id: 1, name: 'Our API' }]);
    expect((await house.guest('incidents')).status).toBe(200);
    house.on.configure(file);
  });

  it('that programs made are on the status page, unless they are disabled', async () => {
    const file = cachetFile();
    house.on.configure({ ...file, settings: { cachet: {}, statusPage: {} } });
    const { id } = await make('components', { name: 'Video', status: 3 });
    await house.on.clock.advance(5_000);
    expect(JSON.stringify(await house.on.engine.statusPages.page())).toContain('Video');
    await house.ask('PUT', `components/${id}`, { enabled: false });
    await house.on.clock.advance(5_000);
    expect(JSON.stringify(await house.on.engine.statusPages.page())).not.toContain('Video');
    await house.ask('DELETE', `components/${id}`);
    house.on.configure(file);
  });

  it('come in groups, with the worst of each', async () => {
    const { data } = (await house.guest('components/groups')).body;
    expect(data).toMatchObject([
      {
        id: 1,
        name: 'Streams',
        collapsed: 0,
        visible: 1,
        enabled_components: [{ id: 2 }],
        enabled_components_lowest: [{ id: 2 }],
        lowest_human_status: 'Operational',
      },
    ]);
    expect((await house.ask('PUT', 'components/groups/1', { collapsed: 2, name: 'Streams' })).body.data.collapsed).toBe(
      2,
    );
    expect((await house.ask('PUT', 'components/groups/1', { name: 'Other' })).status).toBe(400);
  });
});

describe('refusals', () => {
  it.each([
    ['POST', 'components', { name: 'x', status: 1 }],
    ['PUT', 'components/1', { status: 1 }],
    ['DELETE', 'components/1', undefined],
    ['GET', 'subscribers', undefined],
  ])('%s %s needs a token', async (method, path, body) => {
    const none = await house.ask(method, path, body, { 'x-cachet-token': '' });
    const unknown = await house.ask(method, path, body, { 'x-cachet-token': 'wb_nobody' });
    for (const { status, body: said } of [none, unknown]) {
      expect(status).toBe(401);
      expect(said.errors[0]).toMatchObject({
        status: 401,
        title: 'Unauthorized',
        detail: expect.stringContaining('token'),
      });
    }
  });

  it('a token for something else opens nothing here', async () => {
    const { secret } = await house.on.engine.replies.addToken({ name: 'graphs', rights: ['metrics'] }, 'Kim');
    const answer = await house.ask('PUT', 'components/1', { status: 4 }, { 'x-cachet-token': secret ?? '' });
    expect(answer).toMatchObject({ status: 403, body: { errors: [{ title: 'Forbidden' }] } });
  });

  it('lists every mistake in what was sent', async () => {
    const { status, body } = await house.ask('POST', 'components', { status: 9, order: 'soon' });
    expect(status).toBe(400);
    expect(body.errors[0]).toMatchObject({ title: 'Bad Request' });
    expect(body.errors[0].meta.details).toEqual([
      'The name field is required.',
      'The status field is 9: it must be at most 4.',
      'The order field is "soon": it must be of type number.',
    ]);
  });

  it.each([
    ['not JSON', '{"status": ', 400],
    ['no object', '[1]', 400],
    ['too much', JSON.stringify({ name: 'x'.repeat(70_000) }), 413],
  ])('takes %s for what it is', async (_what, body, status) => {
    const answer = await house.ask('POST', 'components', body);
    expect(answer).toMatchObject({ status, body: { errors: [{ status }] } });
  });

  it('says 406 to a page and 404 to what is not there', async () => {
    expect(await house.guest('ping', { accept: 'text/html' })).toMatchObject({
      status: 406,
      body: { errors: [{ title: 'Not Acceptable' }] },
    });
    for (const path of ['components/999', 'components/x', 'nothing', 'incidents/9/updates', 'metrics/99/points']) {
      expect(await house.guest(path)).toMatchObject({ status: 404, body: { errors: [{ title: 'Not Found' }] } });
    }
  });

  it('takes a form as PHP and curl send it', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const made = await house.ask('POST', 'components', 'name=Form&status=3&enabled=0&tags%5B%5D=A&tags%5B%5D=B', form);
    expect(made.body.data).toMatchObject({ name: 'Form', status: 3, enabled: false, tags: { a: 'A', b: 'B' } });
    await house.ask('DELETE', `components/${made.body.data.id}`);
  });
});

describe('without `settings.cachet`', () => {
  it('nobody is let in, and everything that programs made is out of sight', async () => {
    const { settings: _, ...rest } = cachetFile();
    house.on.configure(rest);
    expect((await house.guest('ping')).status).toBe(404);
    expect((await house.ask('PUT', 'components/1', { status: 4 })).status).toBe(404);
    house.on.configure(cachetFile());
    expect((await house.guest('components/2')).body.data.name).toBe('Stream 14');
  });
});
