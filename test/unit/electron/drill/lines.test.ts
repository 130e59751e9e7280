/** What the lines of a drill call a page, a reminder, a closing message and an escalation, and who acknowledged. */
import { describe, expect, it } from 'vitest';
import type { DrillLine } from '../../../../shared/model/drill/line.ts';
import { briefly, fleetOf, playDrill, type WorldInput } from '../../../harness/drill.ts';
import { type FileInput, hook } from '../../../harness/watch-story.ts';

const outage = (to: string, more: Partial<WorldInput> = {}): WorldInput => ({
  length: '6h',
  targets: { web: [{ from: '10m', to, state: 'down' }] },
  ...more,
});
const kimOnly: FileInput['policies'] = [
  { id: 'default', steps: [{ targets: [{ person: 'kim' }], delay: '1h' }], repeat: 0 },
];
const twoChannels: Partial<FileInput> = {
  people: [
    { id: 'kim', name: 'Kim', channels: ['kim-hook', 'kim-second'] },
    { id: 'sam', name: 'Sam', channels: ['sam-hook'] },
  ],
  channels: [hook('kim-hook'), hook('kim-second'), hook('sam-hook'), hook('team')],
};
const of = (lines: readonly DrillLine[], ...types: readonly DrillLine['type'][]): readonly string[] =>
  lines.filter(({ type }) => types.includes(type)).map((line) => briefly(line).replace(/^\S+ /, ''));

describe('the lines of a drill', () => {
  it('call one notice of an incident to somebody a page, whatever else they are sent; each channel that told them closes', async () => {
    const { lines, summary } = await playDrill(outage('20m'), fleetOf(['web'], { ...twoChannels, policies: kimOnly }));
    expect(of(lines, 'page', 'reminder', 'close')).toEqual([
      'page web i1 kim kim-hook',
      'reminder web i1 kim kim-second',
      'close web i1 kim kim-hook',
      'close web i1 kim kim-second',
    ]);
    expect(summary).toMatchObject({ pages: 1, reminders: 1, closes: 2 });
  });

  it('call what takes the place of a refused page a reminder', async () => {
    const { lines } = await playDrill(
      outage('20m', { channels: { 'kim-hook': [{ from: '0', to: '6h', result: 'refused' }] } }),
      fleetOf(['web'], { ...twoChannels, policies: kimOnly }),
    );
    expect(of(lines, 'page', 'reminder', 'close')).toEqual([
      'page web i1 kim kim-hook',
      'reminder web i1 kim kim-second',
      'close web i1 kim kim-second',
    ]);
  });

  it('call neither the first step nor a reminder an escalation', async () => {
    const { lines, summary } = await playDrill(outage('4h'), fleetOf(['web'], { policies: kimOnly }));
    expect(of(lines, 'escalate')).toEqual([]);
    expect(summary.pages).toBe(1);
    expect(summary.reminders).toBeGreaterThan(2);
  });

  it('call every later step, round and last resort an escalation, also one to a channel that belongs to nobody', async () => {
    const { lines } = await playDrill(
      outage('2h'),
      fleetOf(['web'], {
        ...twoChannels,
        policies: [
          {
            id: 'default',
            steps: [
              { targets: [{ person: 'kim' }], delay: '5m' },
              { targets: [{ channel: 'team' }], delay: '5m' },
            ],
            repeat: 1,
            lastResort: { person: 'sam' },
          },
        ],
      }),
    );
    const steps = lines.flatMap(({ type, step }) => (type === 'escalate' ? [step] : []));
    expect(steps).toEqual([2, 1, 2, 3]);
    const first = lines.filter(({ type }) => type === 'page');
    expect(first.map(({ person, channel, step }) => `${step} ${person ?? channel}`)).toEqual([
      '1 kim',
      '2 team',
      '3 sam',
    ]);
  });

  it('say who acknowledged, by id: two people may have one name', async () => {
    const { lines } = await playDrill(
      outage('2h', { people: { sam: { acknowledges: { after: '1m' } } } }),
      fleetOf(['web'], {
        people: [
          { id: 'kim', name: 'Kim', channels: ['kim-hook'] },
          { id: 'sam', name: 'Kim', channels: ['sam-hook'] },
        ],
      }),
    );
    expect(of(lines, 'acknowledge')).toEqual(['acknowledge web i1 sam']);
  });
});
