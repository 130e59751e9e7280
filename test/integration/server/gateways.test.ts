/** Where the gateways listen: as the configuration wants it, after a port became free, and nowhere when nobody wants it. */
import { createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSmtpServing } from '../../../electron/compose/smtp.ts';
import { createSnppServing } from '../../../electron/compose/snpp.ts';
import { movableClock } from '../../harness/clock.ts';
import { rememberingLog } from '../../harness/log.ts';
import { freePort } from '../../harness/ports.ts';
import { configOf, fileOf, START } from '../../harness/watch-story.ts';

function house() {
  const clock = movableClock(START);
  const now: { wanted: { host: string; port: number } | undefined } = { wanted: { host: '127.0.0.1', port: 0 } };
  const serving = createSnppServing({
    clock,
    log: rememberingLog(),
    wanted: () => now.wanted,
    knows: () => false,
    page: () => Promise.resolve('unknown'),
    mayEnter: () => true,
  });
  onTestFinished(() => serving.close());
  return { clock, now, serving, level: () => serving.rows().map(({ level }) => level) };
}

/** A port that another program holds. */
async function taken(): Promise<{ readonly port: number; free(): Promise<void> }> {
  const other: Server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const free = () => new Promise<void>((resolve) => other.close(() => resolve()));
  onTestFinished(free);
  return { port, free };
}

describe('the SNPP gateway of the house', () => {
  it('listens where it is wanted, and nowhere when it is not wanted any more', async () => {
    const { now, serving, level } = house();
    await serving.settle();
    expect(level()).toEqual(['green']);
    now.wanted = undefined;
    await serving.settle();
    expect(serving.rows()).toEqual([]);
  });

  it('says which port it cannot have, and has it as soon as that is free', async () => {
    const { clock, now, serving, level } = house();
    const other = await taken();
    now.wanted = { host: '127.0.0.1', port: other.port };
    await serving.settle();
    expect(serving.rows()).toMatchObject([{ level: 'amber', fix: expect.stringContaining(`Port ${other.port}`) }]);
    await other.free();
    await clock.advance(15_000);
    await serving.settle();
    expect(level()).toEqual(['green']);
  });

  it('is closed with the house', async () => {
    const { serving } = house();
    await serving.settle();
    await serving.close();
    await serving.settle();
    expect(serving.rows()).toEqual([]);
  });
});

describe('the mail gateway of the house', () => {
  it('listens where the configuration says, and says what is wrong with its certificate', async () => {
    const clock = movableClock(START);
    let smtp: object | undefined = { port: 0 };
    const config = () => configOf(fileOf({ settings: { ...(smtp !== undefined && { smtp }) } }));
    const serving = createSmtpServing({ clock, log: rememberingLog(), config, receivers: [], mayEnter: () => true });
    onTestFinished(() => serving.close());
    await serving.settle();
    expect(serving.rows()).toMatchObject([{ id: 'smtp', level: 'green' }]);
    smtp = { port: 0, tls: { cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' } };
    await serving.settle();
    expect(serving.rows()).toMatchObject([
      {
        id: 'smtp',
        level: 'amber',
        text: 'Nobody can call by mail',
        fix: expect.stringContaining('settings.smtp.tls'),
      },
    ]);
    smtp = undefined;
    await serving.settle();
    expect(serving.rows()).toEqual([]);
  });
});
