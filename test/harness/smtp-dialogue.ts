/**
 * What a submission server says to each line (RFC 5321, 6409, 3207, 4954): the conversation without the connection. Strict: what
 * the documents forbid is refused.
 */
import type { Mail, SmtpEmulatorOptions, SmtpStage } from './smtp-emulator.ts';

export interface SmtpDialogue {
  /** Null: no command that can be told to misbehave. */
  stageOf(line: string): SmtpStage | null;
  /** Null: nothing to say yet. */
  reply(line: string): string | null;
  /** The message or login that was being entered, if any. */
  forget(): void;
}

const STAGES: readonly string[] = ['EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'QUIT'] satisfies SmtpStage[];
const SEQUENCE = '503 5.5.1 Bad sequence of commands';

/** @param secure whether the connection is under TLS now */
export function smtpDialogue(
  { login, security = 'none', knows = () => null, offers = ['PIPELINING', '8BITMIME'] }: SmtpEmulatorOptions,
  secure: boolean,
  take: (mail: Mail) => string,
): SmtpDialogue {
  let greeted = false;
  let user: string | null = null;
  let asked: 'user' | 'password' | null = null;
  let name = '';
  let from: string | null = null;
  let eightBit = false;
  let to: string[] = [];
  let data: string[] | null = null;

  const mayLogIn = login !== undefined && (secure || security === 'none');
  const mustShake = security === 'starttls' && !secure;

  function logIn(said: string, password: string): string {
    if (said !== login?.user || password !== login.password) {
      return '535 5.7.8 Error: authentication failed';
    }
    user = said;
    return '235 2.7.0 Authentication successful';
  }

  function answerLogin(line: string): string {
    const text = Buffer.from(line, 'base64').toString('utf8');
    if (asked === 'user') {
      asked = 'password';
      name = text;
      return '334 UGFzc3dvcmQ6';
    }
    asked = null;
    return logIn(name, text);
  }

  function enter(line: string, lines: string[]): string | null {
    if (line !== '.') {
      lines.push(line.startsWith('.') ? line.slice(1) : line);
      return null;
    }
    data = null;
    const text = lines.map((one) => `${one}\r\n`).join('');
    const mail = { from: from ?? '', to, text, secure, user };
    from = null;
    if (lines.some((one) => one.length > 998)) {
      return '500 5.5.2 Line too long';
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
    if (/[\x00\r\n]/.test(lines.join('')) || (/[\x80-\xff]/.test(text) && !eightBit)) {
      return '554 5.6.1 Bytes that were not announced';
    }
    const headers = text.slice(0, text.indexOf('\r\n\r\n'));
    return ['From', 'Date', 'Message-ID'].every(
      (wanted) => headers.split('\r\n').filter((one) => one.startsWith(`${wanted}: `)).length === 1,
    )
      ? take(mail)
      : '550 5.7.1 A message has one From, one Date and one Message-ID';
  }

  const commands: Readonly<Record<string, (rest: string) => string>> = {
    EHLO: (rest) => {
      if (!/^(?:[\w.-]+|\[[\w.:]+\])$/.test(rest)) {
        return '501 5.5.4 Whose name is that?';
      }
      greeted = true;
      const lines = ['mail.example.org', 'SIZE 100000', ...offers];
      const more = [...(mustShake ? ['STARTTLS'] : []), ...(mayLogIn ? ['AUTH LOGIN PLAIN'] : [])];
      return [...lines, ...more]
        .map((line, index, all) => `250${index === all.length - 1 ? ' ' : '-'}${line}`)
        .join('\r\n');
    },
    STARTTLS: () => (mustShake ? '220 2.0.0 Ready to start TLS' : '502 5.5.1 Command not implemented'),
    AUTH: (rest) => {
      const [kind, initial] = rest.split(' ');
      if (!greeted || !mayLogIn || user !== null) {
        return mustShake ? '530 5.7.0 Must issue a STARTTLS command first' : SEQUENCE;
      }
      if (kind === 'PLAIN' && initial !== undefined) {
        const [, said = '', password = ''] = Buffer.from(initial, 'base64').toString('utf8').split('\0');
        return logIn(said, password);
      }
      if (kind === 'LOGIN') {
        asked = 'user';
        return '334 VXNlcm5hbWU6';
      }
      return '504 5.5.4 Unrecognized authentication type';
    },
    MAIL: (rest) => {
      const [, address, options = ''] = /^FROM:<([^<>\s]+@[^<>\s]+)>((?: [A-Z0-9]+=\w+)*)$/.exec(rest) ?? [];
      if (!greeted || from !== null) {
        return SEQUENCE;
      }
      if (mustShake || (login !== undefined && user === null)) {
        return '530 5.7.0 Authentication required';
      }
      if (address === undefined) {
        return '501 5.1.7 Bad sender address syntax';
      }
      [from, to, eightBit] = [address, [], options.includes('BODY=8BITMIME')];
      return '250 2.1.0 Ok';
    },
    RCPT: (rest) => {
      const [, address] = /^TO:<([^<>\s]+@[^<>\s]+)>$/.exec(rest) ?? [];
      if (from === null) {
        return SEQUENCE;
      }
      if (address === undefined) {
        return '501 5.1.3 Bad recipient address syntax';
      }
      const refusal = knows(address);
      refusal === null && to.push(address);
      return refusal ?? '250 2.1.5 Ok';
    },
    DATA: () => {
      if (from === null || to.length === 0) {
        return to.length === 0 && from !== null ? '554 5.5.1 Error: no valid recipients' : SEQUENCE;
      }
      data = [];
      return '354 End data with <CR><LF>.<CR><LF>';
    },
    QUIT: () => '221 2.0.0 Bye',
  };

  return {
    forget() {
      data = null;
      asked = null;
    },
    stageOf(line) {
      if (data !== null) {
        return line === '.' ? 'message' : null;
      }
      const verb = verbOf(line);
      return asked === null && STAGES.includes(verb) ? (verb as SmtpStage) : null;
    },
    reply(line) {
      if (data !== null) {
        return enter(line, data);
      }
      if (asked !== null) {
        return answerLogin(line);
      }
      const rest = line.slice(verbOf(line).length).trim();
      return commands[verbOf(line)]?.(rest) ?? '500 5.5.2 Error: command not recognized';
    },
  };
}

const verbOf = (line: string) => (line.split(' ')[0] ?? '').toUpperCase();
