/**
 * Cards that are called by SMS: their channel must be able to hear a stranger, and one number calls one card.
 */
import type { ConfigFile } from '../../model/config.ts';
import type { Complaint, Path } from './complaint.ts';
import { cardsIn } from './outside.ts';
import { repeated } from './unique.ts';

export function smsCardComplaints(file: ConfigFile): readonly Complaint[] {
  const uses = cardsIn(file).flatMap(({ card: { sms }, path }) =>
    sms === undefined ? [] : [{ sms, path: [...path, 'sms'] as Path }],
  );
  const numbers = uses.flatMap(({ sms, path }) => {
    const from = hearingNumber(file, sms);
    return from === null ? [] : [{ name: from, path }];
  });
  return [
    ...uses
      // An unknown channel has a complaint of its own.
      .filter(({ sms }) => file.channels.some(({ id }) => id === sms) && hearingNumber(file, sms) === null)
      .map(({ sms, path }) => ({
        path,
        message: `channel \`${sms}\` hears no SMS: it must be \`type: twilio-sms\` with \`replies: true\``,
      })),
    ...repeated('SMS number', numbers, 'whoever writes to a number calls one card'),
  ];
}

/** The number to which people write; null: nobody is heard there. */
function hearingNumber(file: ConfigFile, sms: string): string | null {
  const channel = file.channels.find(({ id }) => id === sms);
  return channel?.type === 'twilio-sms' && channel.replies ? channel.from : null;
}

/** Cards that are called by SMS and are nobody's to see. */
export function silentSmsCards(file: ConfigFile): readonly Complaint[] {
  return cardsIn(file)
    .filter(({ card }) => card.sms !== undefined && card.visible === 'nobody')
    .map(({ path }) => ({ path: [...path, 'sms'], message: 'nobody can call it: the card is `visible: nobody`' }));
}
