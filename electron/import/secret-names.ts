/**
 * What in a foreign configuration is a secret: by the name of its field, header or query value, or by its place in an address.
 *
 * Rather one too many than one too few: a variable too many is an inconvenience, a password in a file is a leak.
 */
import type { Report } from './report.ts';

const SECRET_NAME =
  /secret|token|passw|passphrase|credential|cookie|signature|bearer|(?:^|[-_.])(?:auth|authorization|key|apikey|api_key|pass|pwd|pw|pin|sig|session|code)$/i;

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Already only a variable: then there is nothing to hide. */
const isVariable = (text: string): boolean => /^(?:(?:Bearer|Basic|Token|Digest)\s+)?\$\{[A-Za-z_]\w*\}$/i.test(text);

/** A header as it may stand in our file: `Authorization: Bearer ${SHOP_AUTHORIZATION}`. */
export function headerText(name: string, value: string, hint: string, where: string, report: Report): string {
  if (!isSecretName(name) || value === '' || isVariable(value)) {
    return value;
  }
  const scheme = /^(?:Bearer|Basic|Token|Digest|ApiKey)\s+(?=\S)/i.exec(value)?.[0] ?? '';
  return (
    scheme +
    report.secret(`${hint} ${name}`, `${where}, header ${name}${scheme === '' ? '' : ` after "${scheme.trim()}"`}`)
  );
}

/**
 * An address without its secrets: a password before the `@`, and query values whose name says so. Takes and gives our text;
 * what is no address comes back as it is.
 */
export function addressText(url: string, hint: string, where: string, report: Report): string {
  const withoutPassword = url.replace(
    /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@:]*):([^/?#]*)@/i,
    (whole: string, scheme: string, user: string, password: string) =>
      password === '' || isVariable(password)
        ? whole
        : `${scheme}${user}:${report.secret(`${hint} password`, `${where}, password in the address`)}@`,
  );
  return withoutPassword.replace(
    /([?&])([^=&#]+)=([^&#]*)/g,
    (whole: string, sign: string, name: string, value: string) =>
      value === '' || isVariable(value) || !isSecretName(name)
        ? whole
        : `${sign}${name}=${report.secret(`${hint} ${name}`, `${where}, "${name}" in the address`)}`,
  );
}
