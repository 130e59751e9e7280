/**
 * Every word of the window, in English. Short, concrete, in the same order everywhere: what, since when, why, who, what next.
 *
 * Sentences from the engine (causes, reasons, answers to commands) come ready and are not here.
 */
import { asking } from './en/asking.ts';
import { frame } from './en/frame.ts';
import { incidents } from './en/incidents.ts';
import { moves } from './en/moves.ts';
import { pageLinks } from './en/page-links.ts';
import { presence } from './en/presence.ts';
import { report } from './en/report.ts';
import { silences } from './en/silences.ts';
import { tokens } from './en/tokens.ts';
import { views } from './en/views.ts';

export const en = {
  ...frame,
  ...incidents,
  ...moves,
  ...pageLinks,
  ...presence,
  ...report,
  ...silences,
  ...tokens,
  ...views,
  ...asking,
};
