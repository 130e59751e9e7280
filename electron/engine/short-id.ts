/**
 * A name for something that has a secret, made of its digest: so short that it tells nothing of the secret.
 */
const CHARACTERS = 6;

/** Letters and digits only: a dash at its beginning would be an option on the command line. */
export function idOfDigest(digest: string): string {
  return digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, CHARACTERS);
}
