/**
 * What a practable system has us say, where that cannot be: mails by something else than mail, and an API on a port that is taken.
 */
import type { ConfigFile } from '../../model/config.ts';
import { PRACTABLE_LINKS } from '../../model/links/practable.ts';
import type { Complaint, Path } from './complaint.ts';

export function practableWordComplaints(file: ConfigFile): readonly Complaint[] {
  return [...mailComplaints(file), ...linkIdComplaints(file)];
}

/** Each system has a link to its book, by an id that nobody else may have. */
function linkIdComplaints({ links }: ConfigFile): readonly Complaint[] {
  return links.flatMap(({ id }, index) =>
    id.startsWith(PRACTABLE_LINKS)
      ? [
          {
            path: ['links', index, 'id'],
            message: `ids that begin with ${PRACTABLE_LINKS} are those of practable systems`,
          },
        ]
      : [],
  );
}

function mailComplaints({ practable, channels }: ConfigFile): readonly Complaint[] {
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
