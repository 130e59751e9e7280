/**
 * A message as a mail program shows it: its headers unfolded and decoded (RFC 2047), its one text part decoded (RFC 2045).
 */
export interface ReadMail {
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export function readMail(raw: string): ReadMail {
  const end = raw.indexOf('\r\n\r\n');
  const unfolded = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
  const headers = Object.fromEntries(
    unfolded.split('\r\n').map((line) => {
      const [, name = '', value = ''] = /^([!-9;-~]+): ?(.*)$/.exec(line) ?? [];
      return [name.toLowerCase(), words(value)];
    }),
  );
  return { headers, text: decoded(raw.slice(end + 4), headers['content-transfer-encoding'] ?? '7bit') };
}

function decoded(body: string, encoding: string): string {
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : Buffer.from(encoding === 'quoted-printable' ? quotedPrintable(body.replaceAll('=\r\n', '')) : body, 'latin1');
  return bytes.toString('utf8').replaceAll('\r\n', '\n');
}

const quotedPrintable = (text: string) =>
  text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function words(value: string): string {
  return value
    .replace(/\?= +=\?/g, '?==?')
    .replace(/(?:=\?UTF-8\?[QB]\?[^?]*\?=)+/gi, (run) =>
      Buffer.concat(
        [...run.matchAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi)].map(([, kind = '', text = '']) =>
          kind.toUpperCase() === 'B'
            ? Buffer.from(text, 'base64')
            : Buffer.from(quotedPrintable(text.replaceAll('_', ' ')), 'latin1'),
        ),
      ).toString('utf8'),
    );
}
