/** The configuration of the hostile house: everything is open that can be. */
import { subscribable } from '../../../harness/subscribers.ts';
import type { FileInput } from '../../../harness/watch-story.ts';

/** As `subscribable` has it. */
export const PUBLIC_NAME = 'pager.example.org';
export const BEAT = 'nightly-backup-7f3a9c-and-more';
export const COUNT = 'people-say-so-7f3a9c-and-more';
const SIGNED = 'whsec_cGFnZXItZml4dHVyZS1zZWNyZXQtMDEyMzQ1Njc4OQ==';

export function houseFile(): FileInput {
  const { settings, components = [], ...rest } = subscribable();
  return {
    ...rest,
    settings: {
      ...settings,
      ...{ pageAfter: 0, cachet: {}, snpp: { port: 0 }, smtp: { port: 0, name: 'pager.example.org' } },
    },
    components: [
      ...components,
      { id: 'backup', checks: [{ type: 'heartbeat', every: '1h', token: BEAT }] },
      { id: 'video', checks: [{ type: 'count', token: COUNT }] },
    ],
    people: (rest.people ?? []).map((person) => ({
      ...person,
      pageMe: { visible: 'everyone' as const, pager: `555-${person.id}`, mail: person.id },
    })),
    sources: [
      { id: 'pd', type: 'pagerduty' },
      { id: 'prom', type: 'alertmanager' },
      { id: 'ci', type: 'webhook', secret: SIGNED, mapping: { key: '{{id}}', summary: '{{id}}' } },
    ],
  };
}
