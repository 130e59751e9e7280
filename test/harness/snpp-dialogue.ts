/**
 * What an SNPP gateway says to each line: the conversation without the connection. The sentences are Net::SNPP::Server's.
 */
import type { SnppEmulatorOptions, SnppPage, SnppStage } from './snpp-emulator.ts';
import type { TwoWayBook } from './snpp-two-way.ts';

export interface SnppDialogue {
  /** Null inside a message, and for commands that cannot be told to misbehave. */
  stageOf(line: string): SnppStage | null;
  /** Null: nothing to say yet. */
  reply(line: string): string | null;
}

const STAGES: readonly string[] = [
  'LOGI',
  '2WAY',
  'PAGE',
  'MESS',
  'DATA',
  'MCRE',
  'SEND',
  'MSTA',
  'KTAG',
  'QUIT',
] satisfies SnppStage[];
const REPLY_TYPES = ['NONE', 'YESNO', 'SIMREPLY', 'MULTICHOICE', 'TEXT'];
const NOT_IMPLEMENTED = '500 Command Not Implemented, Try Again';

export function snppDialogue(
  { knows = (pager) => /^\d{7,}$/.test(pager), login, level = 2 }: SnppEmulatorOptions,
  send: (page: SnppPage) => void,
  book: TwoWayBook,
): SnppDialogue {
  let pagers: string[] = [];
  let message: string | null = null;
  let twoWay = false;
  let choices: string[] = [];
  let wantsReadWord = false;
  let replyType = 'NONE';
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
    const [pager = ''] = pagers;
    const done = twoWay
      ? book.add({ pager, text, choices, wantsReadWord, replyType })
      : '250 Message Sent Successfully';
    pagers = [];
    message = null;
    twoWay = false;
    choices = [];
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
        return NOT_IMPLEMENTED;
      }
      entering = [];
      return "354 Begin Input; End with <CRLF>'.'<CRLF>";
    },
    '2WAY': () => {
      if (level === 1) {
        return NOT_IMPLEMENTED;
      }
      if (pagers.length > 0 || message !== null) {
        return '550 Error, Standard Transaction Already Underway, use RESEt';
      }
      twoWay = true;
      return '250 OK, Beginning 2-Way Transaction';
    },
    MCRE: (rest) => {
      const [, code = '', text = ''] = /^(\S+) (.*)$/.exec(rest) ?? [];
      if (!twoWay) {
        return '550 MCResponses Not Enabled';
      }
      if (choices.some((one) => one.startsWith(`${code} `))) {
        return '502 Error! Would Duplicate Previously Entered MCResponse';
      }
      // As Net::SNPP::Server wants them, which is stricter than the RFC.
      if (!/^\d{1,2}$/.test(code) || text === '' || (text.split(' ')[0]?.length ?? 0) > 15) {
        return '554 Error, failed';
      }
      choices = [...choices, `${code} ${text}`];
      return '250 Response Added to Transaction';
    },
    ACKR: (rest) => {
      wantsReadWord = rest === '1';
      return level < 3 ? NOT_IMPLEMENTED : /^[01]$/.test(rest) ? '250 OK' : '550 Illegal Value';
    },
    RTYP: (rest) => {
      replyType = rest;
      return level < 3 ? NOT_IMPLEMENTED : REPLY_TYPES.includes(rest) ? '250 OK' : '550 Illegal Reply Type';
    },
    MSTA: (rest) => (level < 3 ? NOT_IMPLEMENTED : book.status(rest)),
    KTAG: (rest) => (level < 3 ? NOT_IMPLEMENTED : book.kill(rest)),
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
      return commands[verbOf(line)]?.(rest) ?? NOT_IMPLEMENTED;
    },
  };
}

/** The first four letters decide: PAGE, PAGEr and PAGEr_x are one command. */
function verbOf(line: string): string {
  return line.slice(0, 4).toUpperCase();
}
