/** What build/lib/thread-text.mjs makes of such an import: the bundled program as a text. */
declare module '*?thread' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: that is how a bundler hands over a text
  export default text;
}
