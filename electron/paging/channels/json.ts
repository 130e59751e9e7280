/** What a service says in JSON, still unknown; `null` when it is none. Whoever asks parses it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
