/**
 * What an SNPP gateway says to each line: the conversation without the connection. The sentences are Net::SNPP::Server's.
 */
import type { SnppEmulatorOptions, SnppPage, SnppStage } from './snpp-emulator.ts';

export interface SnppDialogue {
  /** Null inside a message, and for commands that cannot be told to misbehave. */
  stageOf(line: string): SnppStage | null;
  /** Null: nothing to say yet. */
  reply(line: string): string | null;
}

const STAGES: readonly string[] = ['LOGI', 'PAGE', 'MESS', 'DATA', 'SEND', 'QUIT'] satisfies SnppStage[];

export function snppDialogue(
  { knows = (pager) => /^\d{7,}$/.test(pager), login, level = 2 }: SnppEmulatorOptions,
  send: (page: SnppPage) => void,
): SnppDialogue {
  let pagers: string[] = [];
  let message: string | null = null;
  let twoWay = false;
  let entering: string[] | null = null;
  let loggedIn = login === undefined;

  function sendAll(): string {
    if (pagers.length === 0) {
      return '503 Error, Pager ID needed';
    }
    if (message === null) {
      return '503 Error, Pager ID or Message Incomplete';
    }
    const text = message;
    for (const pager of pagers) {
      send({ pager, text });
    }
    const done = twoWay ? '960 17952360010 295486497 OK, Message QUEUED for Delivery' : '250 Message Sent Successfully';
    pagers = [];
    message = null;
    twoWay = false;
    return done;
  }

  function enter(line: string, lines: string[]): string | null {
    if (line !== '.') {
      lines.push(line.startsWith('..') ? line.slice(1) : line);
      return null;
    }
    entering = null;
    message = lines.join('\n');
    return message === '' ? '550 Error, Blank Message' : '250 Message OK';
  }

  const commands: Readonly<Record<string, (rest: string) => string>> = {
    LOGI: (rest) => {
      loggedIn =
        login !== undefined && rest === [login.id, login.password].filter((word) => word !== undefined).join(' ');
      return loggedIn ? '250 Login Accepted' : '550 Error, Invalid Login';
    },
    PAGE: (rest) => {
      if (!loggedIn) {
        return '550 Error, Login first';
      }
      const [pager = ''] = rest.split(' ');
      if (!knows(pager)) {
        return '550 Error, Invalid Pager ID';
      }
      pagers.push(pager);
      return '250 Pager ID Accepted';
    },
    MESS: (rest) => {
      if (message !== null) {
        return '503 ERROR, Message Already Entered';
      }
      if (rest === '') {
        return '550 ERROR, Invalid Message';
      }
      message = rest;
      return '250 Message OK';
    },
    DATA: () => {
      if (level === 1) {
        return '500 Command Not Implemented, Try Again';
      }
      entering = [];
      return "354 Begin Input; End with <CRLF>'.'<CRLF>";
    },
    '2WAY': () => {
      twoWay = true;
      return '250 OK, Beginning 2-Way Transaction';
    },
    MCRE: () => '250 Response Added to Transaction',
    SEND: sendAll,
    QUIT: () => '221 OK, Goodbye',
  };

  return {
    stageOf: (line) => (entering === null && STAGES.includes(verbOf(line)) ? (verbOf(line) as SnppStage) : null),
    reply(line) {
      if (entering !== null) {
        return enter(line, entering);
      }
      const [, rest = ''] = /^\S+\s*(.*)$/.exec(line) ?? [];
      return commands[verbOf(line)]?.(rest) ?? '500 Command Not Implemented, Try Again';
    },
  };
}

/** The first four letters decide: PAGE, PAGEr and PAGEr_x are one command. */
function verbOf(line: string): string {
  return line.slice(0, 4).toUpperCase();
}
