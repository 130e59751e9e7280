/**
 * What the host can tell of this machine's way out.
 */
export interface Network {
  /** There is an address beyond this machine; null: the host cannot tell. */
  link(): boolean | null;
  /** The system's resolver answers about a name; that there is no such name is an answer. Never rejects. */
  resolves(name: string): Promise<boolean>;
}
