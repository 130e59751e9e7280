/**
 * Secrets and surroundings inside a text of the configuration: `${NAME}`, `${NAME:-default}`, `$${` for the signs themselves,
 * and `sealed:<base64>` for what only this machine's key chain opens.
 *
 * Filled in after YAML was parsed: whatever stands in a variable stays one text and cannot become structure.
 */

/** Where values come from. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Base64 to clear text; null when this host cannot open it (another machine sealed it, or there is no key chain). */
  readonly unseal: (base64: string) => string | null;
}

/** One variable that was filled in. */
export interface Filled {
  readonly name: string;
  readonly value: string;
}

export type Expanded =
  | { readonly ok: true; readonly text: string; readonly filled: readonly Filled[]; readonly unsealed: boolean }
  | { readonly ok: false; readonly messages: readonly string[] };

const SEALED = 'sealed:';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** In this order: the escape, a whole variable, the beginning of a broken one. */
const VARIABLE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}|\$\{/g;

/** The text with everything filled in, or each reason why not. */
export function expand(text: string, surroundings: Surroundings): Expanded {
  const filled: Filled[] = [];
  const messages: string[] = [];
  const clear = text.replace(VARIABLE, (match: string, name: string | undefined, fallback: string | undefined) => {
    if (match === '$${') {
      return '${';
    }
    if (name === undefined) {
      messages.push('`${` begins a variable: write ${NAME} or ${NAME:-default}, or $${ for the two signs themselves');
      return match;
    }
    const given = surroundings.env[name];
    // As in a shell, `:-` also stands in for a variable that is empty.
    const value = fallback !== undefined && (given === undefined || given === '') ? fallback : given;
    if (value === undefined) {
      messages.push(`the environment has no ${name}; set it, or write \${${name}:-default}`);
      return match;
    }
    filled.push({ name, value });
    return value;
  });
  if (messages.length > 0) {
    return { ok: false, messages };
  }
  return clear.startsWith(SEALED)
    ? unsealed(clear.slice(SEALED.length), filled, surroundings)
    : { ok: true, text: clear, filled, unsealed: false };
}

function unsealed(base64: string, filled: readonly Filled[], { unseal }: Surroundings): Expanded {
  if (base64 === '' || !BASE64.test(base64)) {
    return { ok: false, messages: ['what follows `sealed:` is not base64; seal the secret again in the desktop app'] };
  }
  const text = unseal(base64);
  return text === null
    ? {
        ok: false,
        messages: [
          'this sealed secret can only be opened by the desktop app of the user and machine that sealed it; seal it again there, or use ${NAME} here',
        ],
      }
    : { ok: true, text, filled, unsealed: true };
}
