/**
 * `npm test` draws the same random inputs each time: what fails there fails again, and has to do with what was changed. New ones are
 * drawn by `npm run fuzz`, and whenever a test is asked for more than its usual number.
 */
import fc from 'fast-check';

const MORE = ['WATCHBELL_FUZZ_RUNS', 'STORMS', 'NIGHTS', 'DAYS', 'MONTHS', 'SHRINK'];

if (MORE.every((name) => process.env[name] === undefined)) {
  fc.configureGlobal({ seed: 20_261_129 });
}
