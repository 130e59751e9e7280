/**
 * Texts that nobody can guess, and how one that comes back is known again. The engine has no cryptography of its own.
 */
export interface Seals {
  /** A new one, fit for an address. */
  secret(): string;
  /** What whoever has the key can put under a text, and nobody else: 128 bits, fit for an address. */
  tag(key: string, text: string): string;
  /** What is kept of a secret in its place: it cannot be turned back. */
  digest(secret: string): string;
  /** In the same time whatever they hold. */
  same(one: string, other: string): boolean;
}
