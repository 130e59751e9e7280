/**
 * A paging terminal that speaks TAP 1.8, after its document and the session in test/fixtures/pager/tap.json: strict about logon,
 * blocks and checksums. Can be told to misbehave.
 */
import type { Socket } from 'node:net';
import { type React, type StagedServer, startStagedServer } from './staged-server.ts';
import { readTapBlock } from './tap-blocks.ts';

/** What the terminal is about to answer. */
export type TapStage = 'CR' | 'logon' | 'block' | 'EOT';

export interface TapPage {
  readonly pager: string;
  readonly text: string;
}

export interface TapEmulator extends StagedServer<TapStage> {
  readonly received: readonly TapPage[];
  /** Everything that came, by session, as it came. */
  readonly sessions: ReadonlyArray<readonly string[]>;
}

export interface TapEmulatorOptions {
  readonly knows?: (pager: string) => boolean;
  readonly password?: string;
  /** Sends and wants the eighth bit as even parity. */
  readonly parity?: boolean;
  /** Asks for identification by itself, before anything was said. */
  readonly eager?: boolean;
  /** Most characters of a message. */
  readonly longest?: number;
}

const [ACK, NAK, RS, BYE] = ['\x06\r', '\x15\r', '\x1e\r', '\x1b\x04\r'] as const;
const LOGGED_ON = `110 1.8\r${ACK}\x1b[p\r`;

export async function startTapEmulator(options: TapEmulatorOptions = {}): Promise<TapEmulator> {
  const { knows = (pager) => /^\d{7,}$/.test(pager), password = '', parity = false, longest = 1_000 } = options;
  const received: TapPage[] = [];
  const sessions: string[][] = [];

  function serve(socket: Socket, told: React<TapStage>): void {
    const lines: string[] = [];
    sessions.push(lines);
    let loggedOn = false;
    let asked = false;
    let content = '';
    let rest = '';
    const say = (text: string) => {
      socket.write(Buffer.from(parity ? withParity(text) : text, 'latin1'));
      text.endsWith(BYE) && socket.end();
    };

    const react = (stage: TapStage, own: () => string) => told(stage, own, say);

    function answerBlock(text: string): string {
      const block = readTapBlock(text);
      if (!block.sound) {
        return `514 Checksum error\r${NAK}`;
      }
      content += block.content;
      if (block.end !== 'ETX') {
        return `211 Go on\r${ACK}`;
      }
      const [pager = '', message = '', ...more] = content.split('\r');
      content = '';
      if (more.length !== 1) {
        return `515 Message format error\r${RS}`;
      }
      if (!knows(pager)) {
        return `511 Invalid Pager ID\r${RS}`;
      }
      if (message.length > longest) {
        return `517 ${longest} character maximum, message rejected\r${RS}`;
      }
      received.push({ pager, text: message });
      return `211 Page(s) Sent Successfully\r${ACK}`;
    }

    function hear(text: string): void {
      lines.push(text);
      if (text === '\x04\r') {
        react('EOT', () => `115 Thank you for calling\r${BYE}`);
      } else if (loggedOn) {
        react('block', () => (text.startsWith('\x02') ? answerBlock(text) : `502 Unexpected characters\r${NAK}`));
      } else if (text === '\r' || !asked) {
        asked = true;
        react('CR', () => 'ID=');
      } else {
        react('logon', () => {
          loggedOn = text === `\x1bPG1${password}\r`;
          return loggedOn ? LOGGED_ON : text.startsWith('\x1bPG1') ? `509 Invalid password\r${BYE}` : 'ID=';
        });
      }
    }

    if (options.eager === true) {
      asked = true;
      say('ID=');
    }
    socket.on('data', (bytes: Buffer) => {
      rest += Array.from(bytes, (byte) => String.fromCharCode(byte & 0x7f)).join('');
      for (let end = endOf(rest); end > 0; end = endOf(rest)) {
        const text = rest.slice(0, end);
        rest = rest.slice(end);
        hear(text);
      }
    });
  }

  const server = await startStagedServer<TapStage>(serve);
  return { ...server, received, sessions };
}

/** Where what was said ends: a block after its checksum, anything else at its CR; 0: not yet. */
function endOf(text: string): number {
  if (!text.startsWith('\x02')) {
    return text.indexOf('\r') + 1;
  }
  const mark = Math.min(
    ...['\x03', '\x17', '\x1f']
      .map((end) => text.indexOf(end))
      .map((at) => (at === -1 ? Number.POSITIVE_INFINITY : at)),
  );
  return text.length >= mark + 5 ? mark + 5 : 0;
}

/** The eighth bit makes the number of ones even. */
function withParity(text: string): string {
  return Array.from(text, (one) => {
    const code = one.charCodeAt(0);
    const ones = code.toString(2).replaceAll('0', '').length;
    return String.fromCharCode(ones % 2 === 1 ? code | 0x80 : code);
  }).join('');
}
