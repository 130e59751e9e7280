/**
 * An address that somebody else has written, or null when it is none.
 *
 * `URL.canParse` says the wrong thing of texts with letters of Latin-1 once it has been called often (Node 20: its fast path takes them for
 * UTF-8), and what it lets through throws then. Found by the fuzz of the local server.
 */
export function readUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null; // that is the answer
  }
}
