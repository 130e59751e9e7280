/** The output of a Nagios plugin: the line for people, and the figures behind the bar. */
import { describe, expect, it } from 'vitest';
import { figureReading, readFigures, readPluginOutput } from '../../../../electron/probes/plugin-output.ts';

describe('the output of a plugin', () => {
  it.each([
    {
      output: 'DISK OK - free space: / 3326 MB (56%);| /=2643MB;5948;5958;0;5968',
      line: 'DISK OK - free space: / 3326 MB (56%);',
    },
    { output: 'OK', line: 'OK' },
    { output: '', line: '' },
    { output: '\nsecond', line: '' },
    { output: '\x1b[31mRED\x07 alert\r\n', line: '[31mRED  alert' },
    { output: `${'x'.repeat(500)}`, line: `${'x'.repeat(160)}…` },
  ])('says $line', ({ output, line }) => {
    expect(readPluginOutput(output).line).toBe(line);
  });

  it('takes figures from the first line, and from all that follows the bar further down', () => {
    const output =
      'DISK OK | /=2643MB;5948;5958;0;5968\n/ 15272 MB (77%);\n/boot 68 MB | /boot=68MB;88;93;0;98\n/home=69357MB';
    expect(readPluginOutput(output).figures.map(({ label, value, unit }) => `${label} ${value} ${unit}`)).toEqual([
      '/ 2643 MB',
      '/boot 68 MB',
      '/home 69357 MB',
    ]);
  });
});

describe('figures', () => {
  it.each([
    { text: 'time=0.012s', reads: [['time', '0.012s']] },
    { text: 'load1=0.42;5;10;0', reads: [['load1', '0.42 (warn 5, crit 10)']] },
    { text: 'users=3', reads: [['users', 3]] },
    { text: 'temp=-4.5;~:30;@10:20', reads: [['temp', '-4.5 (warn ~:30, crit @10:20)']] },
    {
      text: 'swap=93%;80;90;0;100 x=.5',
      reads: [
        ['swap', '93% (warn 80, crit 90)'],
        ['x', 0.5],
      ],
    },
    { text: "'C:\\ used %'=12%;;95", reads: [['C:\\ used %', '12% (crit 95)']] },
    { text: "'it''s'=1c", reads: [["it's", '1c']] },
    { text: 'rta=U;;', reads: [['rta', 'not measured']] },
    {
      text: '  a=1\t\tb=2 \r\n c=3 ',
      reads: [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
    },
    { text: 'a=1;ten;90', reads: [['a', '1 (crit 90)']] },
    { text: 'big=1e999 a=0x10 b=1,5 c= d =1 =2 noise e=1', reads: [['e', 1]] },
    { text: "'never closed=1 a=2", reads: [] },
    { text: "'label'x=1 a=2", reads: [['a', 2]] },
  ])('$text', ({ text, reads }) => {
    expect(readFigures(text).map((figure) => [figure.label, figureReading(figure)])).toEqual(reads);
  });

  it('are no more than people can read', () => {
    expect(readFigures('a=1 '.repeat(500))).toHaveLength(32);
  });
});
