/**
 * Running other programs: one way that listens to the answer, one that hands the terminal over.
 *
 * Neither throws for a program that fails; the caller decides what a failure means. Neither leaves a program behind
 * when we are told to end.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** After a polite request to end, how long until we insist. The app needs a moment to close its journal. */
const MERCY_MS = 10_000;

/** How often we look whether the npm that started us is still there. */
const PARENT_LOOK_MS = 1_000;

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** Runs a program to its end and returns what it said. `timeoutMs` ends it when it takes longer; `echo` shows it too. */
export function run(command, args, { timeoutMs = 0, echo = false, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let output = '';
    let timedOut = false;
    const timer = setTimeout(
      () => {
        timedOut = true;
        child.kill('SIGKILL');
      },
      timeoutMs || 2 ** 31 - 1,
    );
    const unhook = onSignals((signal) => {
      child.kill('SIGTERM');
      process.exit(exitCodeOf(signal));
    });
    const finish = (code, extra = '') => {
      clearTimeout(timer);
      unhook();
      resolve({ ok: code === 0, code, stdout, output: output + extra, timedOut });
    };
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
      if (echo) process.stdout.write(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (echo) process.stderr.write(text);
    });
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** Gives a program our terminal, passes on the signals we get, and returns its exit code. */
export function handOver(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    let insist;
    const end = (signal) => {
      child.kill(signal);
      insist ??= setTimeout(() => child.kill('SIGKILL'), MERCY_MS);
    };
    const unhook = onSignals((signal) => {
      // A terminal sends Ctrl-C to the whole group: the child has it already, and twice would mean "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) end(signal);
    });
    const watch = watchParent(() => end('SIGTERM'));
    const finish = (code) => {
      clearTimeout(insist);
      clearInterval(watch);
      unhook();
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      finish(127);
    });
    child.on('exit', (code, signal) => finish(code ?? exitCodeOf(signal)));
  });
}

/** Calls `react` for each request to end. Returns the way to stop listening. */
function onSignals(react) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, react);
  return () => {
    for (const signal of signals) process.off(signal, react);
  };
}

/** An npm killed outright cannot tell us; but then somebody else stands above us, or above the shell it put between. */
function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const before = ancestors();
  return setInterval(() => ancestors() !== before && onGone(), PARENT_LOOK_MS).unref();
}

/** Our parent and its parent; the second is known on Linux only. */
function ancestors() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const [, grandparent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${process.ppid} ${grandparent}`;
  } catch {
    return String(process.ppid);
  }
}

/** What a shell would report for a program that a signal ended. */
function exitCodeOf(signal) {
  return 128 + (SIGNAL_NUMBERS[signal] ?? 0);
}

/** npm as a command line: the very npm that started us where there is one, so that its settings hold. */
export function npmCommand(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { command: process.execPath, args: [script, ...args], shell: false };
  return { command: 'npm', args, shell: process.platform === 'win32' };
}
