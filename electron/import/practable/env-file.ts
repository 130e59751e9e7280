/**
 * Files of environment variables: `NAME=value`, as a shell exports them and systemd reads them (systemd.exec(5), EnvironmentFile).
 */

export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** Every assignment; a later one of the same name wins, as it does there. */
export function readEnvFile(text: string): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const found = /^\s*(?:export\s+|Environment=\s*)?"?([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (found !== null) {
      const [, name = '', rest = ''] = found;
      settings.set(name, { name, value: unquoted(rest.trim()), line: index + 1 });
    }
  }
  return settings;
}

/** `"a b"`, `'a b'`, `a # comment`. */
function unquoted(text: string): string {
  const quoted = /^(["'])(.*?)\1\s*(?:#.*)?$/.exec(text);
  return (
    quoted?.[2] ??
    text
      .replace(/(?:^|\s)#.*$/, '')
      .replace(/"$/, '')
      .trim()
  );
}
