/**
 * The same figures in InfluxDB's line protocol (docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol, "Special characters").
 *
 * `name,label=text value=1 1736067600000000000`: the labels are tags, the one field is a float, the time is in ns.
 */
import type { EpochMs } from '../../model/ids.ts';
import type { Metric } from './metric.ts';

const NS_OF_A_MS = '000000';

export function influxLines(metrics: readonly Metric[], at: EpochMs): string {
  const time = `${Math.floor(at)}${NS_OF_A_MS}`; // beyond what a number holds exactly
  return metrics
    .flatMap(({ name, samples }) =>
      samples
        // The protocol has neither NaN nor an infinite float.
        .filter(({ value }) => Number.isFinite(value))
        .map(({ labels, value }) => `${measurement(name)}${tags(labels)} value=${value} ${time}\n`),
    )
    .join('');
}

/** Sorted, as the server would have to do otherwise. An empty value is no tag. */
function tags(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, value]) => `,${tagPart(label)}=${tagPart(value)}`)
    .join('');
}

const measurement = (name: string): string => oneLine(name).replaceAll(/[\\, ]/g, '\\$&');
const tagPart = (text: string): string => oneLine(text).replaceAll(/[\\,= ]/g, '\\$&');

/** A line ends the point: there is no way to write one inside. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, ' ');
}
