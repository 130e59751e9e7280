/**
 * A draft of what is written after an incident: the facts that were recorded, and the questions that only people can answer.
 */
import type { Explanation } from '../../contract/explain.ts';
import { formatDuration } from '../../model/duration.ts';
import type { EpochMs } from '../../model/ids.ts';

/** @param zone whose clock the times are told by */
export function postIncidentDraft(explanation: Explanation, zone: string): readonly string[] {
  const { componentName, incidentId, status, severity, since, recoveredAt, resolvedAt, lines } = explanation;
  const end = recoveredAt ?? resolvedAt;
  const time = timeFormat(zone);
  const hands = lines.filter(({ kind }) => kind === 'hand').length;
  const pages = lines.filter(({ kind }) => kind === 'page').length;
  return [
    `# ${cell(componentName)}: ${status.replaceAll('_', ' ')}, ${new Date(since).toISOString().slice(0, 10)}`,
    '',
    `- Incident: \`${incidentId}\`, severity ${severity}`,
    `- Began: ${time(since)} (${zone}), the first failed try`,
    `- Ended: ${end === null ? 'still open' : `${time(end)}, after ${formatDuration(end - since)}`}`,
    `- ${pages} pages, ${hands} acts by hand`,
    '',
    '## What happened',
    '',
    '| time | what | why |',
    '| --- | --- | --- |',
    ...lines.map(({ at, text, because }) => `| ${at === null ? '' : time(at)} | ${cell(text)} | ${cell(because)} |`),
    '',
    '## Impact',
    '',
    '_Who noticed, what could they not do, for how long?_',
    '',
    '## Causes',
    '',
    '_What made it possible, what set it off? Facts, no names._',
    '',
    '## What went well, what did not',
    '',
    '## What we change',
    '',
    '| what | who | until |',
    '| --- | --- | --- |',
    '| | | |',
  ];
}

/** A bar would begin another cell, a line end another row; marks of Markdown stay text. */
function cell(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#]/g, (mark) => `\\${mark}`);
}

function timeFormat(zone: string): (at: EpochMs) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => format.format(at);
}
