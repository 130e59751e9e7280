/**
 * The document type of WCTP 1.3 (wctp-dtd-v1r3.dtd), as far as clients of ours may write.
 */
import type { XmlElement } from '../../electron/paging/channels/xml-read.ts';

/** From the document type: what may stand in an element, in this order, and which attributes it has. */
const ELEMENTS: Readonly<Record<string, { readonly holds: RegExp; readonly attributes: readonly string[] }>> = {
  'wctp-SubmitRequest': { holds: /^wctp-SubmitHeader wctp-Payload $/, attributes: [] },
  'wctp-SubmitHeader': {
    holds: /^wctp-Originator wctp-MessageControl wctp-Recipient $/,
    attributes: ['submitTimestamp'],
  },
  'wctp-Originator': { holds: /^$/, attributes: ['senderID', 'securityCode', 'miscInfo'] },
  'wctp-MessageControl': {
    holds: /^$/,
    attributes: [
      ...[
        'messageID',
        'transactionID',
        'sendResponsesToID',
        'allowResponse',
        'notifyWhenQueued',
        'notifyWhenDelivered',
      ],
      ...['notifyWhenRead', 'deliveryPriority', 'deliveryAfter', 'deliveryBefore', 'preformatted', 'allowTruncation'],
    ],
  },
  'wctp-Recipient': { holds: /^$/, attributes: ['recipientID', 'authorizationCode'] },
  'wctp-Payload': { holds: /^wctp-Alphanumeric $/, attributes: [] },
  'wctp-Alphanumeric': { holds: /^$/, attributes: [] },
  'wctp-PollForMessages': {
    holds: /^(?:wctp-MessageReceived )*$/,
    attributes: ['pollerID', 'securityCode', 'maxMessagesInBatch'],
  },
  'wctp-MessageReceived': { holds: /^wctp-(?:Success|Failure) $/, attributes: ['sequenceNo'] },
  'wctp-Success': { holds: /^$/, attributes: ['successCode', 'successText'] },
};

export function isValidWctp({ name, attributes, children }: XmlElement): boolean {
  const rule = ELEMENTS[name];
  const held = children.map((child) => `${child.name} `).join('');
  return (
    rule?.holds.test(held) === true &&
    [...attributes.keys()].every((key) => rule.attributes.includes(key)) &&
    children.every(isValidWctp)
  );
}
