/** mod_status in all its versions, from recorded answers (test/fixtures/apache-status) and from what the research tells of older ones. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ApacheReport, askingAuto, readApacheReport } from '../../../../electron/probes/apache-report.ts';

const recorded = (name: string) =>
  readFileSync(new URL(`../../../fixtures/apache-status/${name}.txt`, import.meta.url), 'utf8');

function reportOf(text: string): ApacheReport {
  const reading = readApacheReport(text);
  if (reading.kind !== 'report') {
    throw new Error(reading.because);
  }
  return reading.report;
}

describe('a report of mod_status', () => {
  it('of a busy event MPM with a balancer', () => {
    expect(reportOf(recorded('auto-event-busy'))).toEqual({
      busy: 6,
      idle: 94,
      slots: 400,
      accesses: 9,
      durationMs: 13,
      uptimeSeconds: 2,
      restartTime: 'Saturday, 21-Nov-2026 04:32:25 UTC',
      load1: 1.71,
      members: [
        { balancer: 'zope', name: 'http://127.0.0.1:18191', words: ['Init', 'Ok'] },
        { balancer: 'zope', name: 'http://127.0.0.1:18192', words: ['Init', 'Err'] },
        { balancer: 'zope', name: 'http://127.0.0.1:18193', words: ['Init', 'Stby', 'Ok'] },
      ],
    });
  });

  it('of a prefork MPM without ExtendedStatus has no totals, and they are not 0', () => {
    expect(reportOf(recorded('auto-prefork-notextended'))).toMatchObject({
      busy: 1,
      idle: 4,
      accesses: null,
      durationMs: null,
      members: [],
    });
  });

  it('of 2.2 has no server line, and numbers that begin with a dot', () => {
    const text =
      'Total Accesses: 44\nTotal kBytes: 44\nCPULoad: .0314\nUptime: 1234\nReqPerSec: .5\nBusyWorkers: 1\nIdleWorkers: 7\nScoreboard: _W______...\n';
    expect(reportOf(text)).toMatchObject({
      busy: 1,
      idle: 7,
      accesses: 44,
      uptimeSeconds: 1_234,
      slots: 11,
      load1: null,
    });
    expect(reportOf(text.replace('Uptime: 1234', 'Load1: .5'))).toMatchObject({ load1: 0.5 });
  });

  it('may tell its workers twice, and what modules add without a colon or behind it', () => {
    const text = `${recorded('auto-event-idle')}BusyWorkers: 99\nIdleWorkers: 0\nTLSSessionCacheStatus\nCacheType: SHMCB\nCacheCurrentEntries: 0\n:::\n`;
    expect(reportOf(text)).toMatchObject({ busy: 1, idle: 74 });
  });

  it('may have CRLF, a huge scoreboard, and none at all', () => {
    const text = `BusyWorkers: 1\r\nIdleWorkers: 2\r\nScoreboard: ${'_'.repeat(20_000)}\r\n`;
    expect(reportOf(text)).toMatchObject({ busy: 1, idle: 2, slots: 20_000 });
    expect(reportOf('BusyWorkers: 1\nIdleWorkers: 2\n')).toMatchObject({ slots: null });
  });

  it.each([
    { story: 'lighttpd', text: 'Total Accesses: 3\nBusyServers: 3\nIdleServers: 125\n', because: 'lighttpd' },
    {
      story: 'the page for people',
      text: '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>',
      because: 'an HTML page came',
    },
    { story: 'a login page', text: '\n<html><form>', because: 'an HTML page came' },
    { story: 'nothing', text: '', because: 'no workers are told of' },
    { story: 'a cut answer', text: recorded('auto-event-busy').slice(0, 300), because: 'no workers are told of' },
    { story: 'no number', text: 'BusyWorkers: many\nIdleWorkers: 3\n', because: 'no workers are told of' },
  ])('is not what $story is', ({ text, because }) => {
    const reading = readApacheReport(text);
    expect(reading.kind === 'not-apache' ? reading.because : '').toContain(because);
  });
});

describe('the address of mod_status', () => {
  it.each([
    { url: 'http://h/server-status', asked: 'http://h/server-status?auto' },
    { url: 'http://h/server-status?auto', asked: 'http://h/server-status?auto' },
    { url: 'http://h/server-status?auto=1', asked: 'http://h/server-status?auto=1' },
    { url: 'http://h/server-status?refresh=5', asked: 'http://h/server-status?refresh=5&auto' },
    { url: 'http://h/s?autonomous', asked: 'http://h/s?autonomous&auto' },
  ])('$url is asked as $asked', ({ url, asked }) => {
    expect(askingAuto(url)).toBe(asked);
  });
});
