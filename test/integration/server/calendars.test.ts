/** A calendar program at the local server: its token is enough, under whatever name we were called, and nothing else is. */
import { describe, expect, it } from 'vitest';
import { call, stage, TOKEN } from './stage.ts';

describe('a calendar', () => {
  it.each(['GET', 'HEAD'])('is given to %s, as a calendar, under whatever name we were called', async (method) => {
    const on = await stage();
    const answer = await call(on.server, {
      method,
      path: `/calendar/${TOKEN}.ics`,
      headers: { host: 'watch.corp.example' },
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe(method === 'HEAD' ? '' : 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([`${TOKEN}x.ics`, `${TOKEN.slice(0, -1)}.ics`, '.ics', `%00${TOKEN}.ics`, `${'a'.repeat(400)}.ics`])(
    'is nobody else’s: %s',
    async (file) => {
      const on = await stage();
      const answer = await call(on.server, { path: `/calendar/${file}` });
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('VCALENDAR');
      expect(answer.text).not.toContain(TOKEN);
    },
  );

  it('takes nothing in', async () => {
    const on = await stage();
    const answer = await call(on.server, { method: 'POST', path: `/calendar/${TOKEN}.ics`, body: 'BEGIN:VCALENDAR' });
    expect(answer.status).toBe(404);
    expect(JSON.stringify(on.logged)).not.toContain(TOKEN);
  });
});
