/**
 * What a practable system has us say, where that cannot be: mails by something else than mail, and an API on a port that is taken.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { Complaint, Path } from './complaint.ts';

export function practableWordComplaints({ practable, channels }: ConfigFile): readonly Complaint[] {
  return practable.flatMap(({ mail }, index): Complaint[] => {
    const channel = channels.find(({ id }) => id === mail?.by);
    const path: Path = ['practable', index, 'mail', 'by'];
    return channel === undefined || channel.type === 'smtp'
      ? []
      : [
          {
            path,
            message: `mails of rounds go by a channel of type smtp, and \`${channel.id}\` is of type ${channel.type}`,
          },
        ];
  });
}
