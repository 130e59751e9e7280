import { describe, expect, it } from 'vitest';
import { digestText, type WrongNow } from '../../../../../shared/rules/words/digest-text.ts';

const AT = Date.parse('2026-11-21T01:16:00Z');
const ROUND = { at: AT, timeZone: 'Europe/Berlin' };

const api: WrongNow = {
  componentName: 'api-gateway',
  status: 'major_outage',
  since: AT - 120_000,
  cause: '503 Service Unavailable',
  acknowledgedBy: null,
};

describe('a digest', () => {
  it('tells what is new, then everything that is wrong, new or old', () => {
    const words = digestText({
      ...ROUND,
      news: [
        { title: 'DOWN api-gateway', text: '503 for 2 min. Runbook attached', runbook: 'https://wiki.example.org/api' },
        { title: 'UP shop', text: 'after 4 min', runbook: null },
      ],
      wrong: [
        api,
        { ...api, componentName: 'mail', status: 'partial_outage', since: AT - 26 * 3_600_000, acknowledgedBy: 'Kim' },
      ],
    });
    expect(words.title).toBe('DOWN api-gateway and 1 more; 2 in trouble');
    expect(words.text).toBe(
      [
        'New at 02:16 (2):',
        '- DOWN api-gateway: 503 for 2 min. Runbook: https://wiki.example.org/api',
        '- UP shop: after 4 min',
        '',
        'Wrong now (2):',
        '- DOWN api-gateway since 02:14: 503 Service Unavailable. Nobody has it',
        '- PARTLY DOWN mail since Fri 00:16: 503 Service Unavailable. Kim has it',
      ].join('\n'),
    );
  });

  it('says in one line that all is well again', () => {
    expect(digestText({ ...ROUND, news: [{ title: 'UP shop', text: '', runbook: null }], wrong: [] })).toEqual({
      title: 'UP shop; nothing in trouble',
      text: 'New at 02:16 (1):\n- UP shop\n\nNothing is wrong now',
    });
  });

  it('can be asked for when nothing is new', () => {
    expect(digestText({ ...ROUND, news: [], wrong: [{ ...api, since: null, cause: '', status: null }] })).toEqual({
      title: 'Nothing new; 1 in trouble',
      text: 'Nothing new\n\nWrong now (1):\n- IN TROUBLE api-gateway. Nobody has it',
    });
  });

  it('keeps every entry on its own line, whatever a server has said', () => {
    const { text } = digestText({
      ...ROUND,
      news: [{ title: 'DOWN a\n- UP b', text: 'one\r\ntwo', runbook: null }],
      wrong: [{ ...api, cause: 'three\nfour', acknowledgedBy: 'K\nim' }],
    });
    expect(text.split('\n')).toHaveLength(5);
  });
});
