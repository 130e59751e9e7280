/**
 * book, relay and jump in a process of their own, so that their CPU does not count. Each report is told to the parent: when it went out
 * (ns of the machine's monotonic clock) and what it changed. Ends with its standard input.
 */
import { createInterface } from 'node:readline';
import { startPractable } from '../../harness/practable/system.ts';
import { createFleet } from './fleet.ts';

export interface PeerAsked {
  readonly experiments: number;
  readonly changing: number;
  readonly everyMs: number;
}

/** Lines to the parent: first `system <file as JSON>`, then `report <ns> <changes> <bytes>`. */
export async function runPeer({ experiments, changing, everyMs }: PeerAsked): Promise<void> {
  const fleet = createFleet(experiments, changing);
  const lab = await startPractable(fleet.resources);
  lab.jump.greet(fleet.jump);
  lab.relay.greet(fleet.next().relay);
  console.log(`system ${JSON.stringify(lab.file({ grace: '0' }))}`);
  let timer: NodeJS.Timeout | undefined;
  const lines = createInterface(process.stdin);
  lines.on('line', (line) => {
    if (line === 'begin') {
      timer = setInterval(() => {
        const { relay, changes } = fleet.next();
        lab.jump.report(fleet.jump);
        const at = process.hrtime.bigint();
        lab.relay.report(relay);
        console.log(`report ${at} ${changes} ${relay.length}`);
      }, everyMs);
    } else if (line === 'end') {
      clearInterval(timer);
      console.log('ended');
    }
  });
  await new Promise((resolve) => lines.once('close', resolve));
  clearInterval(timer);
  await lab.close();
}
