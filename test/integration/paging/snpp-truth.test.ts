/**
 * Is our picture of SNPP the real one? The emulator against the recorded sessions, and, where Debian's libnet-snpp-perl is
 * installed, our client against that server and that client against our emulator.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSnppChannel } from '../../../electron/paging/channels/snpp.ts';
import { snppSession } from '../../../electron/paging/channels/snpp-session.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { movableClock } from '../../harness/clock.ts';
import { eventually, startListening } from '../../harness/listening.ts';
import { aMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { type SnppEmulator, startSnppEmulator } from '../../harness/snpp-emulator.ts';

let gateway: SnppEmulator;
beforeEach(async () => {
  gateway = await startSnppEmulator();
});
afterEach(() => gateway.close());

describe('the SNPP emulator', () => {
  const { recorded, recorded_two_way } = JSON.parse(
    readFileSync(new URL('../../fixtures/pager/snpp.json', import.meta.url), 'utf8'),
  ) as Record<'recorded' | 'recorded_two_way', ReadonlyArray<readonly ['send' | 'recv', string]>>;

  it.each([
    ['the recorded session', recorded],
    ['the recorded two-way session', [['recv', '220 SNPP Gateway Ready\r\n'] as const, ...recorded_two_way]],
  ])('says what the real server said in %s', async (_name, session) => {
    const socket = connect(gateway.port, gateway.host).setEncoding('latin1');
    let heard = '';
    let wake = () => undefined as undefined;
    socket.on('data', (text: string) => {
      heard += text;
      wake();
    });
    for (const [direction, text] of session) {
      if (direction === 'send') {
        socket.write(text);
        continue;
      }
      while (heard.length < text.length) {
        await new Promise<void>((resolve) => {
          wake = () => void resolve();
        });
      }
      expect(heard).toBe(text);
      heard = '';
    }
    socket.destroy();
    await gateway.idle();
  });
});

/** A program of the machine, not of a package. */
const PERL = 'perl';
const PERL_SERVER = `
  use Net::SNPP::Server; use Socket; $| = 1;
  my $server = Net::SNPP::Server->new(Port => 0, Timeout => 20);
  $server->callback('write_log', sub {});
  $server->callback('process_page', sub { my ($to, $page) = @_; my $text = $page->{mess}; $text =~ s/\\n/|/g; print "$to->[0] $text\\n"; 1 });
  my ($port) = sockaddr_in(getsockname($server->socket)); print "$port\\n";
  $server->handle_client($server->client) for 1 .. 2;
`;
const PERL_CLIENT = `
  use Net::SNPP; my $gateway = Net::SNPP->new('127.0.0.1', Port => $ARGV[0], Timeout => 20) or die;
  $gateway->send(Pager => '5551212', Message => 'Disk full on db1') or die $gateway->message; $gateway->quit;
`;

/** With what it leaves to its owner (custom_command): keeping messages, and telling what became of them. */
const PERL_TWO_WAY = `
  use Net::SNPP::Server; use Socket; $| = 1; my %known;
  my $server = Net::SNPP::Server->new(Port => 0, Timeout => 20);
  $server->callback('write_log', sub {});
  $server->callback('create_id_and_pin', sub { $known{"17 42"} = 1; (17, 42) });
  $server->callback('process_page', sub { my ($to, $page) = @_; my $offered = $page->{responses};
    print join(' ', map { "$_=$offered->{$_}" } sort keys %$offered), "\n"; 1 });
  $server->custom_command('MSTA', sub { ($known{"@_"} ? '888 3 951016152300+0000 1 Mine' : '550 Unknown Message_Tag', 1) });
  $server->custom_command('KTAG', sub { delete $known{"@_"}; print "killed @_\n"; ('250 OK', 1) });
  my ($port) = sockaddr_in(getsockname($server->socket)); print "$port\n";
  $server->handle_client($server->client) for 1 .. 2;
`;

// Registered only where the real thing is: elsewhere the recorded sessions above stand for it.
if (spawnSync(PERL, ['-MNet::SNPP::Server', '-MNet::SNPP', '-e', '1']).status === 0) {
  describe('beside Debian’s Net::SNPP', () => {
    it('our client pages through its server, by MESSage and by DATA', async () => {
      const server = spawn(PERL, ['-e', PERL_SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
      const closed = once(server, 'close');
      onTestFinished(() => void server.kill());
      const said = createInterface(server.stdout)[Symbol.asyncIterator]();
      const port = Number((await said.next()).value);
      const send = (lines: readonly string[], pager = '5551212') =>
        snppSession(
          { host: '127.0.0.1', port, pager, login: null, lines },
          new AbortController().signal,
          movableClock(),
        );

      expect(await send(['DOWN api: refused', '.hidden'])).toEqual({
        status: 'accepted',
        reference: '250 Message Sent Successfully',
      });
      expect((await said.next()).value).toBe('5551212 DOWN api: refused|.hidden|');
      expect(await send(['UP api'], '42')).toEqual({
        status: 'refused',
        reason: 'the gateway answered PAGEr with: 550 Error, Invalid Pager ID',
      });
      await closed;
    });

    it('a two-way page through its server is offered answers, asked after and answered', async () => {
      const server = spawn(PERL, ['-e', PERL_TWO_WAY], { stdio: ['ignore', 'pipe', 'inherit'] });
      const closed = once(server, 'close');
      onTestFinished(() => void server.kill());
      const said = createInterface(server.stdout)[Symbol.asyncIterator]();
      const port = Number((await said.next()).value);
      const file = { id: 'p', type: 'snpp', host: '127.0.0.1', port, pager: '5551212', twoWay: true };
      const settings = ChannelFile.parse(file) as ChannelSettingsOf<'snpp'>;
      const channel = createSnppChannel();
      const memory = aMemory();
      const clock = movableClock();
      const page = aPage();
      const { signal } = new AbortController();
      expect(await channel.send(page, settings, { signal, clock, memory })).toEqual({
        status: 'accepted',
        reference: '17',
      });
      // It keeps the code with the words.
      expect((await said.next()).value).toBe('1=1 Mine 2=2 Next 3=3 Later');
      // Its words to us would need a third session, and this server serves two.
      const listening = startListening(channel, settings, { memory, clock, says: () => '' });
      expect((await said.next()).value).toBe('killed 17 42');
      await eventually('the answer', () => memory.kept() === undefined);
      expect(listening.answers).toEqual([{ pageId: page.id, said: 'a', from: 'pager 5551212' }]);
      await listening.leave();
      await closed;
    });

    it('its client pages through our emulator', async () => {
      await promisify(execFile)(PERL, ['-e', PERL_CLIENT, String(gateway.port)]);
      expect(gateway.received).toEqual([{ pager: '5551212', text: 'Disk full on db1' }]);
    });
  });
}
