/** What subscribers read, and when. */
import { describe, expect, it } from 'vitest';
import { dueAt } from '../../../../../shared/rules/subscribers/due.ts';
import { newsHook } from '../../../../../shared/rules/subscribers/hook.ts';
import { confirmMail, newsMail } from '../../../../../shared/rules/subscribers/mail.ts';
import { owedNews } from '../../../../../shared/rules/subscribers/owed.ts';
import { fleet, incident, MINUTE, NOW, pageOf, post } from '../../../../harness/status-page.ts';

const MANAGE = 'https://pager.example.org/status/subscription/x.y';
const WITH_URL = {
  settings: { statusPage: { title: 'Weather', timeZone: 'Europe/Berlin', url: 'https://status.example.org' } },
};
const TAKEN = { by: 'Kim Larsen', at: NOW - 8 * MINUTE, until: null, note: 'disk on eu-db-7' };

const page = pageOf({
  file: fleet({}, WITH_URL),
  statuses: { shop: 'major_outage' },
  incidents: [incident('shop', { acknowledgement: TAKEN })],
  posts: [post()],
});
const { news } = owedNews(page, null, {});

describe('a mail with news', () => {
  it('says what is new of each thing, how it stands, where the rest is and how to end it', () => {
    expect(newsMail(page, news, { language: 'en', manage: MANAGE })).toEqual({
      subject: '[Weather] Shop: Down, and 1 more',
      text: `Shop: Down
  29 May 2026, 13:51 CEST  Down
  29 May 2026, 13:55 CEST  Somebody is working on it
  https://status.example.org/incident/shop.mk3v1q9c.html

Payments are late
  Shop
  29 May 2026, 13:03 CEST  Being looked into
    Cards work, *money* arrives later.
  https://status.example.org/incident/post-7.html

How it stands now: Shop is down (29 May 2026, 14:03 CEST)
The whole page: https://status.example.org/index.html
`
        .replace('The whole page: ', 'The whole page:\n')
        .concat(
          `\n-- \nYou get this because you subscribed to "Weather".\nChange what you hear, or end it:\n${MANAGE}\n`,
        ),
    });
  });

  it('speaks German to whoever wants it', () => {
    const { subject, text } = newsMail(page, news, { language: 'de', manage: MANAGE });
    expect(subject).toBe('[Weather] Shop: Ausgefallen, und 1 weitere');
    expect(text).toContain('Es wird daran gearbeitet');
    expect(text).toContain('https://status.example.org/incident/shop.mk3v1q9c.de.html');
  });

  it('holds nothing that the page does not tell', () => {
    for (const language of ['en', 'de'] as const) {
      const { subject, text } = newsMail(page, news, { language, manage: MANAGE });
      expect(subject + text).not.toMatch(/Kim|Larsen|disk|eu-db-7|internal|503/);
    }
    expect(newsHook(page, news, 'id')).not.toMatch(/Kim|Larsen|disk|eu-db-7|internal|503/);
  });

  it('has one line of subject, whatever somebody calls their words', () => {
    const bad = pageOf({ posts: [post({ name: 'One\r\nBcc: all@example.org' })] });
    const { subject } = newsMail(bad, owedNews(bad, null, {}).news, { language: 'en', manage: MANAGE });
    expect(subject).not.toMatch(/[\r\n]/);
  });
});

it('the question to the owner of an address names the page and one link', () => {
  const { subject, text } = confirmMail(page, 'en', 'https://pager.example.org/status/confirm/a.b');
  expect(subject).toBe('[Weather] Do you want to be told?');
  expect(text).toContain('\nhttps://pager.example.org/status/confirm/a.b\n');
});

it('a program gets the same as JSON, version 1', () => {
  expect(JSON.parse(newsHook(page, news, 'news-1'))).toEqual({
    type: 'status.news',
    version: 1,
    id: 'news-1',
    timestamp: '2026-05-29T12:03:00.000Z',
    data: {
      title: 'Weather',
      page: 'https://status.example.org/',
      watching: true,
      state: 'down',
      incidents: [
        {
          key: 'shop.mk3v1q9c',
          title: null,
          components: [{ id: 'shop', name: 'Shop' }],
          state: 'down',
          from: '2026-05-29T11:51:00.000Z',
          until: null,
          news: [
            { kind: 'began', at: '2026-05-29T11:51:00.000Z', markdown: null },
            { kind: 'taken', at: '2026-05-29T11:55:00.000Z', markdown: null },
          ],
        },
        {
          key: 'post-7',
          title: 'Payments are late',
          components: [{ id: 'shop', name: 'Shop' }],
          state: null,
          from: '2026-05-29T11:03:00.000Z',
          until: null,
          news: [
            { kind: 'investigating', at: '2026-05-29T11:03:00.000Z', markdown: 'Cards work, *money* arrives later.' },
          ],
        },
      ],
      maintenance: [],
    },
  });
});

describe('when news go', () => {
  it.each([
    ['after a breath', 'at-once', '2026-05-29T12:03:00Z', '2026-05-29T12:05:00Z'],
    ['at the next time of day', 'daily', '2026-05-29T12:03:00Z', '2026-05-30T06:00:00Z'],
    ['today, when it is before that', 'daily', '2026-05-29T05:59:00Z', '2026-05-29T06:00:00Z'],
    ['at once, when it is just then', 'daily', '2026-05-29T06:00:00Z', '2026-05-29T06:00:00Z'],
    ['by the clock on the wall over a change of it', 'daily', '2026-03-28T12:00:00Z', '2026-03-29T06:00:00Z'],
  ] as const)('%s', (_, pace, since, expected) => {
    expect(new Date(dueAt(pace, Date.parse(since), '08:00', 'Europe/Berlin'))).toEqual(new Date(expected));
  });

  it('by a wall time that the clock skips is the first instant after the gap', () => {
    expect(dueAt('daily', Date.parse('2026-03-28T12:00:00Z'), '02:30', 'Europe/Berlin')).toBe(
      Date.parse('2026-03-29T01:00:00Z'),
    );
  });
});
