/**
 * A WCTP gateway, after the document type of WCTP 1.3 (elements, their order, attributes, lengths) and the answers in
 * test/fixtures/pager/wctp-*.xml. Keeps for pollers what pagers answer, until a poll says that it was taken.
 */
import { readFileSync } from 'node:fs';
import { readXml, type XmlElement } from '../../electron/paging/channels/xml-read.ts';
import { type HttpBehaviour, type Request, startHttpEmulator } from './http-emulator.ts';
import { isValidWctp } from './wctp-document.ts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/pager/${name}.xml`, import.meta.url), 'utf8');

export interface WctpPage {
  readonly messageId: string;
  readonly transactionId: string | undefined;
  readonly recipient: string;
  readonly priority: string;
  readonly allowResponse: string;
  readonly submitted: string | undefined;
  readonly text: string;
}

export interface WctpEmulator {
  readonly url: string;
  readonly port: number;
  readonly received: readonly WctpPage[];
  readonly requests: readonly Request[];
  /** What waits to be polled. */
  readonly waiting: readonly string[];
  /** Keeps a message for pollers; `xml` is what stands inside `wctp-Message`. */
  keep(xml: string, sequenceNo?: string): void;
  /** Seconds between polls that it asks for. */
  restsFor(seconds: number): void;
  behave(behaviour: HttpBehaviour): void;
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface WctpEmulatorOptions {
  readonly senderId: string;
  readonly securityCode?: string;
  readonly knows?: (recipient: string) => boolean;
}

/** What a pager answers to the message with this id. */
export function messageReply(messageId: string, text: string, from = '5551212'): string {
  return `<wctp-MessageReply><wctp-ResponseHeader responseToMessageID="${messageId}" responseTimestamp="2026-11-21T01:20:00"><wctp-Originator senderID="${from}"/><wctp-MessageControl messageID="r1"/><wctp-Recipient recipientID="pager@example.org"/></wctp-ResponseHeader><wctp-Payload><wctp-Alphanumeric>${text}</wctp-Alphanumeric></wctp-Payload></wctp-MessageReply>`;
}

/** What became of the message with this id. @param news `<wctp-Notification type="DELIVERED"/>` or a failure */
export function statusInfo(messageId: string, news: string): string {
  return `<wctp-StatusInfo><wctp-ResponseHeader responseToMessageID="${messageId}"><wctp-Originator senderID="gateway"/><wctp-MessageControl messageID="s1"/><wctp-Recipient recipientID="pager@example.org"/></wctp-ResponseHeader>${news}</wctp-StatusInfo>`;
}

export function failure(code: number, text: string, words = ''): string {
  return `<wctp-Failure errorCode="${code}" errorText="${text}">${words}</wctp-Failure>`;
}

export async function startWctpEmulator(options: WctpEmulatorOptions): Promise<WctpEmulator> {
  const { senderId, securityCode, knows = (recipient) => /^\d{7,}$/.test(recipient) } = options;
  const received: WctpPage[] = [];
  const requests: Request[] = [];
  let waiting: { readonly sequenceNo: string; readonly xml: string }[] = [];
  let rest = 0;
  let counted = 0;

  const mayEnter = (id: string | undefined, code: string | undefined) =>
    id !== senderId
      ? failure(401, 'Invalid senderID')
      : code !== securityCode
        ? failure(402, 'Invalid securityCode')
        : null;

  function submit(operation: XmlElement): string {
    const header = operation.children[0];
    const [originator, control, recipient] = header?.children ?? [];
    const text = operation.children[1]?.children[0]?.text ?? '';
    const of = (element: XmlElement | undefined, name: string) => element?.attributes.get(name);
    const no = mayEnter(of(originator, 'senderID'), of(originator, 'securityCode'));
    if (no !== null) {
      return confirmation(no);
    }
    const [messageId = '', transactionId] = [of(control, 'messageID'), of(control, 'transactionID')];
    if (messageId.length < 1 || messageId.length > 32 || (transactionId ?? '').length > 32 || text === '') {
      return confirmation(failure(302, 'XML validation error'));
    }
    if (text.length > 240) {
      return confirmation(failure(411, 'Message exceeds allowable length'));
    }
    const to = of(recipient, 'recipientID') ?? '';
    if (!knows(to)) {
      return fixture('wctp-bad');
    }
    received.push({
      messageId,
      transactionId,
      recipient: to,
      priority: of(control, 'deliveryPriority') ?? 'NORMAL',
      allowResponse: of(control, 'allowResponse') ?? 'true',
      submitted: of(header, 'submitTimestamp'),
      text,
    });
    return fixture('wctp-ok');
  }

  function poll(operation: XmlElement): string {
    const { attributes, children } = operation;
    const no = mayEnter(attributes.get('pollerID'), attributes.get('securityCode'));
    if (no !== null) {
      return answer(`<wctp-PollResponse>${no}</wctp-PollResponse>`);
    }
    const taken = new Set(children.map((one) => one.attributes.get('sequenceNo')));
    waiting = waiting.filter(({ sequenceNo }) => !taken.has(sequenceNo));
    const batch = waiting.slice(0, Number(attributes.get('maxMessagesInBatch') ?? 500));
    const content =
      batch.length === 0
        ? '<wctp-NoMessages/>'
        : batch
            .map(({ sequenceNo, xml }) => `<wctp-Message sequenceNo="${sequenceNo}">${xml}</wctp-Message>`)
            .join('\n');
    return answer(
      `<wctp-PollResponse${rest > 0 ? ` minNextPollInterval="${rest}"` : ''}>${content}</wctp-PollResponse>`,
    );
  }

  const server = await startHttpEmulator(
    (request) => requests.push(request),
    ({ method, path, headers, body }) => {
      if (method !== 'POST' || path !== '/wctp') {
        return { status: 404, body: 'Not Found' };
      }
      if (!/^text\/xml\b/.test(headers['content-type'] ?? '')) {
        return { status: 415, body: 'Unsupported Media Type' };
      }
      const root = readXml(body);
      const [operation, ...more] = root?.children ?? [];
      const version = root?.attributes.get('wctpVersion') ?? '';
      const declared = body.includes(`<!DOCTYPE wctp-Operation SYSTEM "http://dtd.wctp.org/${version}.dtd">`);
      if (root?.name !== 'wctp-Operation' || operation === undefined || more.length > 0 || !declared) {
        return xml(confirmation(failure(301, 'Input cannot be parsed')));
      }
      if (!/^wctp-dtd-v1r[123]$/.test(version)) {
        return xml(confirmation(failure(303, 'Version error')));
      }
      if (!isValidWctp(operation)) {
        return xml(confirmation(failure(302, 'XML validation error')));
      }
      switch (operation.name) {
        case 'wctp-SubmitRequest':
          return xml(submit(operation));
        case 'wctp-PollForMessages':
          return xml(poll(operation));
        default:
          return xml(confirmation(failure(300, 'Operation not supported')));
      }
    },
  );

  return {
    url: `http://127.0.0.1:${server.port}/wctp`,
    port: server.port,
    received,
    requests,
    get waiting() {
      return waiting.map(({ sequenceNo }) => sequenceNo);
    },
    keep(content, sequenceNo) {
      counted += 1;
      waiting.push({ sequenceNo: sequenceNo ?? String(counted), xml: content });
    },
    restsFor: (seconds) => {
      rest = seconds;
    },
    behave: server.behave,
    arrived: server.arrived,
    close: server.close,
  };
}

const answer = (content: string) =>
  `<?xml version="1.0"?>\n<!DOCTYPE wctp-Operation SYSTEM "http://dtd.wctp.org/wctp-dtd-v1r3.dtd">\n<wctp-Operation wctpVersion="wctp-dtd-v1r3">${content}</wctp-Operation>\n`;

/** An answer to what was submitted, with this inside. */
export function confirmation(content: string): string {
  return answer(`<wctp-Confirmation>${content}</wctp-Confirmation>`);
}

/** As an HTTP answer. */
export function xml(body: string) {
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}
