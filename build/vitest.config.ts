/**
 * The tests, by what they need: nothing (unit), a document (renderer), loopback (integration), the real app (e2e).
 *
 * Everything runs in UTC, so that a test that cares about a zone has to name it.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { threadText } from './lib/thread-text.mjs';

process.env.TZ = 'UTC';

const SECOND = 1_000;

/**
 * What a test may take is for hangs: each is over in a second or two of work, which a machine that does ten other things gives it in
 * half a minute. A night's worth of inputs (`npm run fuzz`) may take its time; a hang still ends.
 */
const UNIT_TIMEOUT = process.env.WATCHBELL_FUZZ_RUNS ? 1_800 * SECOND : 60 * SECOND;

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  plugins: [react(), threadText()],
  test: {
    passWithNoTests: true,
    setupFiles: ['test/harness/same-inputs.ts'],
    // By itself it leaves one core alone, which of two is half: the whole took 25 minutes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,mjs}'] /* build/ is plain JavaScript, and so are its tests */,
          exclude: ['test/unit/renderer/**'],
          // They touch nothing of the process, and loading the house anew for each of 260 files took longer than all of them.
          isolate: false,
          testTimeout: UNIT_TIMEOUT,
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: UNIT_TIMEOUT,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60 * SECOND,
          hookTimeout: 60 * SECOND,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // One screen, one tray, one session bus: one app at a time. And no second chance: a flake is a finding.
          fileParallelism: false,
          retry: 0,
          testTimeout: 90 * SECOND,
          hookTimeout: 90 * SECOND,
        },
      },
    ],
  },
});
