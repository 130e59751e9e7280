/**
 * Sources that cannot be meant: an end before the warning of it, settings that nobody looks at, a token that says nothing.
 */
import type { ConfigFile } from '../../model/config.ts';
import { formatDuration } from '../../model/duration.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Complaint, Path } from './complaint.ts';

export function sourceComplaints({ sources }: ConfigFile): readonly Complaint[] {
  return [...sources.flatMap((source, index) => complaintsOf(source, ['sources', index])), ...whichPagerDuty(sources)];
}

function complaintsOf(source: SourceFile, path: Path): readonly Complaint[] {
  const { component, staleAfter, endAfter } = source;
  const complaints: Complaint[] = [];
  if (staleAfter !== undefined && endAfter !== undefined && endAfter <= staleAfter) {
    complaints.push({
      path: [...path, 'endAfter'],
      message: `must be longer than \`staleAfter\`, ${formatDuration(staleAfter)}`,
    });
  }
  if (component !== undefined) {
    for (const field of ['group', 'policy'] as const) {
      if (source[field] !== undefined) {
        complaints.push({
          path: [...path, field],
          message: `its alerts are trouble of \`${component}\`, which has its own; leave it out`,
        });
      }
    }
  }
  if (source.type === 'webhook' && source.secret !== undefined && source.token !== undefined) {
    complaints.push({
      path: [...path, 'token'],
      message: 'is not asked for where messages are signed: leave `token` or `secret` out',
    });
  }
  return complaints;
}

/** A program that speaks PagerDuty has nothing to say which source it is but its key. */
function whichPagerDuty(sources: readonly SourceFile[]): readonly Complaint[] {
  const own = sources.flatMap((source, index) => (source.type === 'pagerduty' ? [{ source, index }] : []));
  const named = new Map<string, number>();
  return own.flatMap(({ source, index }): Complaint[] => {
    const path: Path = ['sources', index, 'token'];
    if (source.token === undefined) {
      return own.length > 1
        ? [
            {
              path: ['sources', index],
              message: 'name the `token` of each of several PagerDuty sources: its key alone tells them apart',
            },
          ]
        : [];
    }
    const before = named.get(source.token);
    named.set(source.token, before ?? index);
    return before === undefined
      ? []
      : [
          {
            path,
            message: `token \`${source.token}\` is for two PagerDuty sources; give each its own`,
            other: ['sources', before, 'token'],
          },
        ];
  });
}

/** Nothing of it is wrong, and some of it will surprise. */
export function sourceWarnings({ settings, sources, policies, components }: ConfigFile): readonly Complaint[] {
  return sources.flatMap((source, index): Complaint[] => {
    const redundant = components.find(({ id, redundancy }) => id === source.component && redundancy !== undefined);
    return [
      ...(source.component === undefined && policies.length === 0
        ? [{ path: ['sources', index], message: 'nobody is paged for its alerts: there is no policy' }]
        : []),
      ...(source.type === 'mail' && settings.smtp === undefined
        ? [
            {
              path: ['sources', index, 'address'],
              message: 'no mail comes to it: say `settings.smtp` for the gateway to listen',
            },
          ]
        : []),
      ...(redundant === undefined
        ? []
        : [
            {
              path: ['sources', index, 'component'],
              message: `its alerts count beside the redundancy of \`${redundant.id}\`, and are not softened by it`,
            },
          ]),
    ];
  });
}
