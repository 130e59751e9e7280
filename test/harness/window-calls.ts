/** The window while people call: one that nobody has answered yet, one that somebody has. */
import type { Snapshot } from '../../shared/contract/view.ts';
import { ComponentId, type EpochMs } from '../../shared/model/ids.ts';
import { callComponentId } from '../../shared/rules/calls/ids.ts';
import { calm, componentView, incidentView } from './window-fixture.ts';

const MINUTE = 60_000;

export function called(now: EpochMs): Snapshot {
  const base = calm(now);
  const calls = [
    {
      number: 17,
      name: 'Call from Ann Lee to Kim',
      words: '"The shop is down, nobody can pay" (reach Ann Lee at 555-0100; by the link of Accounting)',
    },
    {
      number: 18,
      name: 'Call from Bob to Primary',
      words: '"The door of the machine room stands open" (said 3 times)',
    },
  ];
  const acknowledgement = { by: 'Sam by sam-sms', at: now - 2 * MINUTE, until: null, note: '' };
  const incidents = calls.map(({ number, name, words }, index) =>
    incidentView(now, `calls/${number}.a`, {
      componentId: callComponentId(number),
      componentName: name,
      group: null,
      status: 'partial_outage',
      severity: 'high',
      cause: words,
      runbook: null,
      ...(index === 1 && { state: 'acknowledged', acknowledgement, next: null }),
    }),
  );
  const components = calls.map(({ number, name, words }, index) =>
    componentView(now, ComponentId.parse(`calls/${number}`), {
      name,
      status: 'partial_outage',
      because: words,
      incidentId: incidents[index]?.id ?? null,
    }),
  );
  const picture = { ...base.picture, shape: 'down' as const, count: 1, words: '1 call waits, 1 acknowledged' };
  return {
    ...base,
    picture,
    components: [...base.components, ...components],
    incidents: [...incidents, ...base.incidents],
  };
}
