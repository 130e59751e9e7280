/**
 * A regular expression of Go (RE2 syntax, pkg.go.dev/regexp/syntax) as JavaScript's with flag `s`, which is how checks of ours read it.
 */

/** Null when it uses what JavaScript has no words for. */
export function jsRegex(go: string): string | null {
  const flags = /^\(\?([ims]+)\)/.exec(go)?.[1] ?? '';
  const body = go.slice(flags === '' ? 0 : flags.length + 3).replaceAll('(?P<', '(?<');
  if (flags.includes('m') || /\[\[:|\\[AzQCpP]|\(\?[imsU-]+[:)]/.test(body)) {
    return null;
  }
  const js = rewritten(body, { caseless: flags.includes('i'), dotAll: flags.includes('s') });
  try {
    new RegExp(js, 's');
    return js;
  } catch {
    return null;
  }
}

/** Go's `.` stops at a line's end unless it has flag `s`; a caseless letter is both of its forms. */
function rewritten(
  body: string,
  { caseless, dotAll }: { readonly caseless: boolean; readonly dotAll: boolean },
): string {
  let js = '';
  let inClass = false;
  for (let at = 0; at < body.length; at++) {
    const sign = body[at] ?? '';
    if (sign === '\\') {
      js += sign + (body[at + 1] ?? '');
      at += 1;
    } else if (sign === '.' && !inClass && !dotAll) {
      js += '[^\\n]';
    } else if (caseless && inClass && /^[a-z]-[a-z]/i.test(body.slice(at, at + 3))) {
      const range = body.slice(at, at + 3);
      js += range.toLowerCase() + range.toUpperCase();
      at += 2;
    } else if (caseless && /[a-z]/i.test(sign) && !isGroupName(body, at)) {
      const both = sign.toLowerCase() + sign.toUpperCase();
      js += inClass ? both : `[${both}]`;
    } else {
      js += sign;
      inClass = sign === '[' ? true : sign === ']' ? false : inClass;
    }
  }
  return js;
}

/** Inside `(?<name>`. */
const isGroupName = (body: string, at: number): boolean => /\(\?<\w*$/.test(body.slice(Math.max(0, at - 40), at));
