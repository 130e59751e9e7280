/**
 * Tags as Cachet has them: words for people, and their slugs for machines. A client sends "EU West,Video"; it reads {"eu-west": "EU West"}.
 */

/** `EU West` -> `eu-west`: letters and digits of the Latin alphabet, the rest between them a dash. Empty: nothing of it is left. */
export function slugOf(tag: string): string {
  return tag
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
}

/** Each once, in order, those without a slug left out. */
export function tagsIn(said: string | readonly string[]): readonly string[] {
  const words = (typeof said === 'string' ? said.split(',') : said).map((word) => word.trim());
  const bySlug = new Map(words.filter((word) => slugOf(word) !== '').map((word) => [slugOf(word), word]));
  return [...bySlug.values()];
}

/** Slug -> word. Without any it is an empty object: Cachet's own PHP writes a list then, and some clients stumble over it. */
export function tagsOut(tags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map((tag) => [slugOf(tag), tag]));
}

/** The same tags, however they are written. */
export function sameTags(one: readonly string[], other: readonly string[]): boolean {
  const slugs = (tags: readonly string[]): string => tags.map(slugOf).toSorted().join();
  return slugs(one) === slugs(other);
}
