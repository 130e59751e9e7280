/**
 * Texts of a Gatus file: `$NAME` and `${NAME}` come from the environment, `$$` is the sign itself (config/config.go,
 * os.ExpandEnv over the whole file).
 */
import type { Report } from '../report.ts';

/** The text in our words. Variables keep their names; whoever set them there can set them here. */
export function gatusText(text: string, report: Report): string {
  return text.replace(
    /\$\$|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)|\$/g,
    (match: string, braced: string | undefined, bare: string | undefined, at: number) => {
      const name = braced ?? bare;
      if (name !== undefined) {
        return report.variable(name, `the environment of Gatus has ${name}`);
      }
      return text[at + match.length] === '{' ? '$$' : '$';
    },
  );
}
