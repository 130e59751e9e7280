import { describe, expect, it } from 'vitest';
import { csvOf, jsonOf } from '../../../../renderer/components/event-export.ts';
import type { WatchEvent } from '../../../../shared/model/event.ts';
import { ComponentId } from '../../../../shared/model/ids.ts';

const event = (text: string): WatchEvent => ({
  seq: 7,
  at: Date.parse('2026-11-21T01:14:00Z'),
  type: 'status',
  componentId: ComponentId.parse('web'),
  incidentId: null,
  personId: null,
  channelId: null,
  text,
  data: { from: 'operational' },
});

describe('an export', () => {
  it('is a table with a head, in UTC, quoted where it must be', () => {
    expect(csvOf([event('down, "again"')])).toBe(
      'seq,time,type,component,incident,person,channel,text,data\r\n' +
        '7,2026-11-21T01:14:00.000Z,status,web,,,,"down, ""again""","{""from"":""operational""}"\r\n',
    );
  });

  it.each(['=HYPERLINK("http://evil")', '+1', '-1', '@SUM(A1)', '\tx'])(
    'never hands a spreadsheet a formula: %j',
    (text) => {
      const cell =
        csvOf([event(text)])
          .split('\r\n')[1]
          ?.split(',,,,')[1] ?? '';
      expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  it('as JSON loses nothing', () => {
    expect(JSON.parse(jsonOf([event('x')]))).toEqual([{ ...event('x'), time: '2026-11-21T01:14:00.000Z' }]);
  });
});
