/**
 * What a command answers.
 */

/** What a command did, in words for the person who gave it. `accepted: false` says why not and what to do. */
export interface Done {
  readonly accepted: boolean;
  readonly text: string;
}
