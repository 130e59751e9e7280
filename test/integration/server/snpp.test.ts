/**
 * Our SNPP gateway over a real connection, byte by byte: the recorded session of the fixture, our own client, Debian's where it is
 * installed; and those who err, hang, flood, or talk without end.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSnppGateway } from '../../../electron/server/snpp/gateway.ts';
import { type MovableClock, movableClock } from '../../harness/clock.ts';
import { dial } from '../../harness/dial.ts';
import { testEngine } from '../../harness/engine.ts';
import { rememberingLog } from '../../harness/log.ts';
import { fileOf, START } from '../../harness/watch-story.ts';

/** A program of the machine, not of a package. */
const PERL = 'perl';

type Fate = 'taken' | 'unknown' | 'too-many';

async function gateway(page: (pager: string, words: string, caller: string) => Fate | Promise<Fate> = () => 'taken') {
  const clock: MovableClock = movableClock(START);
  const sent: string[] = [];
  const started = await startSnppGateway({
    host: '127.0.0.1',
    port: 0,
    clock,
    log: rememberingLog(),
    mayEnter: () => true,
    knows: (pager) => ['5551212', '1001'].includes(pager),
    page: async (pager, words, caller) => {
      sent.push(`${pager} ${words}`);
      return page(pager, words, caller);
    },
  });
  if (started.kind === 'refused') {
    throw new Error(started.problem);
  }
  onTestFinished(() => started.close());
  return { clock, sent, port: started.port, close: started.close };
}

describe('the SNPP gateway', () => {
  it('says in the recorded session what the recorded server said', async () => {
    const { sent, port } = await gateway();
    const { recorded } = JSON.parse(
      readFileSync(new URL('../../fixtures/pager/snpp.json', import.meta.url), 'utf8'),
    ) as { recorded: ReadonlyArray<readonly ['send' | 'recv', string]> };
    const line = dial(port);
    let expected = '';
    for (const [direction, text] of recorded) {
      if (direction === 'send') {
        line.socket.write(text);
      } else {
        expected += text;
        expect(`${(await line.lines(expected.split('\r\n').length - 1)).join('\r\n')}\r\n`).toBe(expected);
      }
    }
    expect(await line.end()).toBe(expected);
    expect(sent).toEqual(['5551212 Disk full on db1']);
  });

  it('takes a message of many lines, several pagers, and commands all at once', async () => {
    const { sent, port } = await gateway();
    const line = dial(port);
    line.socket.write('page 1001\r\nPAGEr 5551212\r\nDATA\r\none\r\n..two\r\n.\r\nSEND\r\nHELP\r\nRESEt\r\nQUIT\r\n');
    const heard = await line.end();
    expect(heard.match(/^\d{3}/gm)).toEqual([
      '220',
      '250',
      '250',
      '354',
      '250',
      '250',
      '214',
      '214',
      '250',
      '250',
      '221',
    ]);
    expect(sent).toEqual(['1001 one .two', '5551212 one .two']);
  });

  it.each<[string, string, string[]]>([
    ['a pager that nobody has', 'PAGE 42\r\nMESS x\r\nSEND\r\n', ['550', '250', '503']],
    ['no message', 'PAGE 1001\r\nMESS\r\nSEND\r\n', ['250', '550', '503']],
    ['an empty message of lines', 'PAGE 1001\r\nDATA\r\n.\r\nSEND\r\n', ['250', '354', '550', '503']],
    ['a message that is too long', `PAGE 1001\r\nMESS ${'x'.repeat(601)}\r\nSEND\r\n`, ['250', '554', '503']],
    ['level 3', '2WAY\r\nPING 1001\r\n', ['500', '500']],
  ])('refuses %s by the code for it, and pages nobody', async (_, text, codes) => {
    const { sent, port } = await gateway();
    const line = dial(port);
    line.socket.write(text);
    const heard = await line.lines(codes.length + 1);
    expect(heard.slice(1).map((one) => one.slice(0, 3))).toEqual(codes);
    expect(sent).toEqual([]);
  });

  it('says that it was too much, or that the pager is gone meanwhile', async () => {
    const { port } = await gateway((pager) => (pager === '1001' ? 'too-many' : 'unknown'));
    const line = dial(port);
    line.socket.write('PAGE 1001\r\nMESS x\r\nSEND\r\nPAGE 5551212\r\nMESS x\r\nSEND\r\n');
    const heard = await line.lines(7);
    expect([heard[3], heard[6]].map((one) => one?.slice(0, 3))).toEqual(['554', '550']);
  });

  it.each<[string, string, string]>([
    ['errs all the time', 'NOOP\r\n'.repeat(12), '421 Too Many Errors'],
    ['sends a line without end', 'x'.repeat(3_000), '421 Line Too Long'],
  ])('hangs up on who %s', async (_, text, words) => {
    const { port } = await gateway();
    const line = dial(port);
    line.socket.write(text);
    expect(await line.end()).toContain(words);
  });

  it('hangs up on who says nothing, and on who never ends', async () => {
    const { clock, port } = await gateway();
    const [silent, slow] = [dial(port), dial(port)];
    await Promise.all([silent.lines(1), slow.lines(1)]);
    for (let minute = 0; minute < 11; minute += 1) {
      slow.socket.write('HELP\r\n');
      await slow.lines(1 + 3 * (minute + 1));
      await clock.advance(59_000);
    }
    expect(await silent.end()).toContain('421 Timeout, Goodbye');
    expect(await slow.end()).toContain('421 Timeout, Goodbye');
  });

  it('tells who comes when all places are taken to come again', async () => {
    const { port, close } = await gateway();
    const all = Array.from({ length: 32 }, () => dial(port));
    await Promise.all(all.map((line) => line.lines(1)));
    expect(await dial(port).end()).toBe('421 Gateway Busy, Try Again Later\r\n');
    // Nor does one that stays though it was told to come again hold up our end.
    const stays = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void stays.destroy());
    await once(stays, 'data');
    all[0]?.socket.end('QUIT\r\n');
    await all[0]?.end();
    expect(await dial(port).lines(1)).toEqual(['220 SNPP Gateway Ready']);
    await close();
  });
});

/** A person who can be called by a pager number, at the real engine. */
async function pagedKim() {
  const clock = movableClock(START);
  const file = fileOf();
  const [kim, ...others] = file.people ?? [];
  const engine = await testEngine({
    clock,
    file: { ...file, people: kim === undefined ? [] : [{ ...kim, pageMe: { pager: '1001' } }, ...others] },
  });
  onTestFinished(() => engine.stop());
  await clock.advance(60_000);
  const desk = engine.engine.callDesk;
  const started = await startSnppGateway({
    ...{ host: '127.0.0.1', port: 0, clock, log: rememberingLog() },
    mayEnter: () => true,
    knows: desk.knowsPager,
    page: async (pager, words, caller) => (await desk.callPager(pager, words, caller)).kind,
  });
  if (started.kind === 'refused') {
    throw new Error(started.problem);
  }
  onTestFinished(() => started.close());
  return { engine, clock, port: started.port };
}

describe('a person with a pager number', () => {
  it('is paged by the rules of the house, and the same program again is the same call', async () => {
    const { engine, clock, port } = await pagedKim();
    const line = dial(port);
    line.socket.write('PAGE 1001\r\nMESS Disk full on db1\r\nSEND\r\nPAGE 1001\r\nMESS Still full\r\nSEND\r\nQUIT\r\n');
    expect(await line.end()).toContain('250 Message Sent Successfully');
    await clock.advance(1_000);
    expect(engine.pages()).toEqual(['trigger kim kim-hook']);
    expect(engine.sent[0]?.page).toMatchObject({ title: 'Call from somebody by SNPP to Kim' });
    expect(engine.sent[0]?.page.text).toContain('"Still full" (said 2 times)');
    await clock.advance(10 * 60_000);
    expect(engine.pages()).toContain('trigger sam sam-hook');
  });

  it('is not paged all the time', async () => {
    const { port } = await pagedKim();
    const line = dial(port);
    line.socket.write('PAGE 1001\r\nMESS x\r\nSEND\r\n'.repeat(5));
    const heard = await line.lines(16);
    expect(heard.filter((one) => one.startsWith('250 Message Sent'))).toHaveLength(4);
    expect(heard.at(-1)).toContain('554 Error, Failed: Too Many Messages');
  });

  const perl = spawnSync(PERL, ['-MNet::SNPP', '-e', '1']).status === 0;
  it.skipIf(!perl)('is paged by Debian’s client', async () => {
    const { engine, clock, port } = await pagedKim();
    const script = `use Net::SNPP; my $c = Net::SNPP->new('127.0.0.1', Port => ${port}) or die;
      print $c->send(Pager => '1001', Message => 'From perl') ? "sent" : "not sent"; $c->quit;`;
    const child = spawn(PERL, ['-e', script]);
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    await new Promise((resolve) => child.on('close', resolve));
    await clock.advance(1_000);
    expect(said).toBe('sent');
    expect(engine.sent[0]?.page.text).toContain('From perl');
  });
});
