/**
 * `import text from './x.ts?thread'`: a worker thread's program, bundled whole, as a text to start it from.
 *
 * A text, and no file beside the bundle: it is the same in the app's archive, in `out/`, in a test's own bundle and under vitest, where
 * Node 20 could not run the source. The thread may use Node's own modules and what it imports; no package is looked for at run time.
 */
import { build } from 'vite';

const MARK = '?thread';

export function threadText() {
  return {
    name: 'watchbell-thread-text',
    async load(id) {
      if (!id.endsWith(MARK)) return null;
      const { output } = await bundled(id.slice(0, -MARK.length));
      for (const source of Object.keys(output[0].modules)) this.addWatchFile(source);
      return `export default ${JSON.stringify(output[0].code)};`;
    },
  };
}

function bundled(entry) {
  return build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      write: false,
      minify: false,
      target: 'node20.18',
      // A worker that is started from a text is CommonJS.
      rollupOptions: { output: { format: 'cjs', codeSplitting: false } },
    },
  });
}
