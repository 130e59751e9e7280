/**
 * What must hold between channels: an answer that comes back is heard by one of them.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { Complaint } from './complaint.ts';
import { repeated } from './unique.ts';

/** Two that listen for the same SMS: each would carry it out, and each would reply. */
export function channelComplaints(file: ConfigFile): readonly Complaint[] {
  return repeated(
    'SMS replies',
    file.channels.flatMap((channel, index) =>
      channel.type === 'twilio-sms' && channel.replies
        ? [{ name: `${channel.to} to ${channel.from}`, path: ['channels', index, 'replies'] }]
        : [],
    ),
    'both channels would hear one reply: set `replies` on one of them only, or give both people the same channel',
  );
}
