/**
 * What `ping` prints: iputils (Linux), BusyBox and the BSDs, in the C locale. Pure.
 */

export interface PingSums {
  readonly sent: number;
  readonly received: number;
  /** Round trips in ms; null when nothing came back. */
  readonly rtt: { readonly min: number; readonly avg: number; readonly max: number } | null;
  /** What a router said instead: `Destination Host Unreachable`, and which one. Null when none did. */
  readonly objection: { readonly words: string; readonly from: string } | null;
}

const SUMS = /^(\d{1,9}) packets transmitted, (\d{1,9}) (?:packets )?received\b/m;
const RTT =
  /^(?:rtt|round-trip) min\/avg\/max(?:\/(?:mdev|stddev|std-dev))? = ([\d.]{1,20})\/([\d.]{1,20})\/([\d.]{1,20})/m;
const OBJECTION =
  /^From ([0-9a-f.:%\w]{1,60})[^\n]{0,40}? ((?:Destination|Time|No route|Packet|Redirect)[^\n]{0,80})$/m;

/** The sums at the end; null when they are not there, or are none. */
export function readPing(output: string): PingSums | null {
  const sums = SUMS.exec(output);
  const sent = Number(sums?.[1] ?? 0);
  const received = Number(sums?.[2] ?? 0);
  if (sent === 0 || received > sent) {
    return null;
  }
  const found = RTT.exec(output);
  const [min = Number.NaN, avg = Number.NaN, max = Number.NaN] = (found ?? []).slice(1).map(Number);
  const known = Number.isFinite(min) && Number.isFinite(avg) && Number.isFinite(max);
  const objection = OBJECTION.exec(output);
  return {
    sent,
    received,
    rtt: received > 0 && known ? { min, avg, max } : null,
    objection: objection ? { words: objection[2] ?? '', from: (objection[1] ?? '').replace(/:$/, '') } : null,
  };
}
