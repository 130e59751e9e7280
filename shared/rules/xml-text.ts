/** Text as it may stand in XML 1.0, in an element or an attribute: escaped, and without the characters that XML does not know. */
export function xmlText(text: string): string {
  return text.replace(UNKNOWN, '').replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
}

/** Controls, half characters, and what Unicode calls noncharacters of the first plane (XML 1.0, section 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const UNKNOWN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
