/**
 * What our SNPP gateway says to each line: level 1 of RFC 1861, and DATA of level 2. The conversation without the connection.
 *
 * The sentences are those that gateways in use say (Net::SNPP::Server), for programs that read them.
 */
import { LONGEST_WORDS, plainWords } from '../../../shared/model/page-me.ts';

/** Whoever errs so often is no program that could be helped. */
const MOST_ERRORS = 10;
/** Pagers of one message. */
const MOST_PAGERS = 5;
/** Lines of one DATA; what is more than the longest message is refused at its end. */
const MOST_LINES = 200;

export interface Pagers {
  knows(pager: string): boolean;
  page(pager: string, words: string): Promise<'taken' | 'unknown' | 'too-many'>;
}

export interface Said {
  /** Without the last line's end. */
  readonly text: string;
  readonly hangUp: boolean;
}

export const GREETING = '220 SNPP Gateway Ready';
const HELP = [
  '214 Level 1 (RFC 1861): PAGEr <id>, MESSage <text>, RESEt, SEND, QUIT, HELP',
  '214 And DATA: the message on many lines, ended by a line with one dot',
  '250 End of Help Information',
].join('\r\n');

/** Takes lines one after another; each must be answered before the next one. Null: nothing to say yet. */
export function snppDialogue(gateway: Pagers): (line: string) => Promise<Said | null> {
  let pagers: string[] = [];
  let message: string | null = null;
  let entering: string[] | null = null;
  let errors = 0;

  function enter(line: string, lines: string[]): string | null {
    if (line !== '.') {
      if (lines.length < MOST_LINES) {
        lines.push(line.startsWith('..') ? line.slice(1) : line);
      }
      return null;
    }
    entering = null;
    return take(lines.join(' '), '550 Error, Blank Message');
  }

  function take(text: string, blank: string): string {
    const words = plainWords(text);
    if (words === '') {
      return blank;
    }
    if (words.length > LONGEST_WORDS) {
      return `554 Error, Message Too Long (at most ${LONGEST_WORDS} characters)`;
    }
    message = words;
    return '250 Message OK';
  }

  function addPager(rest: string): string {
    const [pager = ''] = rest.split(' ');
    if (!gateway.knows(pager)) {
      return '550 Error, Invalid Pager ID';
    }
    if (pagers.length >= MOST_PAGERS) {
      return `552 Error, Too Many Pager IDs (at most ${MOST_PAGERS})`;
    }
    pagers = [...new Set([...pagers, pager])];
    return '250 Pager ID Accepted';
  }

  async function send(): Promise<string> {
    if (pagers.length === 0) {
      return '503 Error, Pager ID needed';
    }
    if (message === null) {
      return '503 Error, Pager ID or Message Incomplete';
    }
    const words = message;
    const fates = await Promise.all(pagers.map((pager) => gateway.page(pager, words)));
    reset();
    if (fates.includes('too-many')) {
      return '554 Error, Failed: Too Many Messages, Try Again in Some Minutes';
    }
    return fates.includes('unknown') ? '550 Error, Invalid Pager ID' : '250 Message Sent Successfully';
  }

  function reset(): void {
    pagers = [];
    message = null;
  }

  async function command(line: string): Promise<string> {
    const [, rest = ''] = /^\S+\s*(.*)$/.exec(line) ?? [];
    // The first four letters decide: PAGE, PAGEr and PAGEr_x are one command.
    switch (line.slice(0, 4).toUpperCase()) {
      case 'PAGE':
        return addPager(rest);
      case 'MESS':
        return message === null ? take(rest, '550 ERROR, Invalid Message') : '503 ERROR, Message Already Entered';
      case 'DATA':
        if (message !== null) {
          return '503 ERROR, Message Already Entered';
        }
        entering = [];
        return "354 Begin Input; End with <CRLF>'.'<CRLF>";
      case 'SEND':
        return send();
      case 'RESE':
        reset();
        return '250 RESET OK';
      case 'HELP':
        return HELP;
      case 'QUIT':
        return '221 OK, Goodbye';
      default:
        return '500 Command Not Implemented, Try Again';
    }
  }

  return async (line) => {
    const text = entering !== null ? enter(line, entering) : await command(line);
    if (text === null) {
      return null;
    }
    errors += text.startsWith('5') ? 1 : 0;
    return errors > MOST_ERRORS
      ? { text: '421 Too Many Errors, Goodbye', hangUp: true }
      : { text, hangUp: text.startsWith('221') };
  };
}
