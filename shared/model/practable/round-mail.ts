/** The mail of a round, complete: to several people at once, who see each other. */
export interface ByRoundMail {
  readonly way: 'round';
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** Of whoever writes: the name of the system. */
  readonly name: string;
  readonly subject: string;
}
