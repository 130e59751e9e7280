/**
 * Is our picture of a mail server the real one? Where Debian's python3-aiosmtpd is installed, our client against that server:
 * STARTTLS, a login, receivers that it does not know. Elsewhere the emulator stands for it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSmtpChannel } from '../../../electron/paging/channels/smtp.ts';
import { ChannelFile, type ChannelSettingsOf } from '../../../shared/model/channel.ts';
import { makeIdentity } from '../../harness/certificates.ts';
import { movableClock } from '../../harness/clock.ts';
import { noMemory } from '../../harness/memory.ts';
import { aPage } from '../../harness/page.ts';
import { readMail } from '../../harness/read-mail.ts';
import { tempFolder } from '../../harness/temp-folder.ts';

/** A program of the machine, not of a package. */
const PYTHON = 'python3';
const SERVER = `
import asyncio, json, ssl, sys
from aiosmtpd.smtp import SMTP, AuthResult
class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith('nobody'):
            return '550 5.1.1 no such mailbox'
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps([envelope.rcpt_tos, session.ssl is not None, envelope.content.decode('latin1')]), flush=True)
        return '250 Message accepted for delivery'
def login(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b'pager' and data.password == b'pa55word', handled=False)
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(sys.argv[1])
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(), hostname='localhost', tls_context=context, require_starttls=True,
        authenticator=login, auth_required=True, loop=loop), '127.0.0.1', 0)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
`;

if (spawnSync(PYTHON, ['-c', 'import aiosmtpd']).status === 0) {
  describe('beside Debian’s aiosmtpd', () => {
    it('our mail is taken under TLS, with a login, for those whom it knows', async () => {
      const { cert, key } = makeIdentity({ name: 'localhost', for: ['127.0.0.1'] }, null);
      const pem = join(tempFolder(), 'both.pem');
      writeFileSync(pem, `${cert}${key}`);
      const server = spawn(PYTHON, ['-c', SERVER, pem], { stdio: ['ignore', 'pipe', 'ignore'] });
      onTestFinished(() => void server.kill());
      const said = createInterface(server.stdout)[Symbol.asyncIterator]();
      const port = JSON.parse((await said.next()).value ?? '0') as number;
      const send = (more: object = {}) =>
        createSmtpChannel().send(
          aPage({ title: 'DOWN Größe' }),
          ChannelFile.parse({
            id: 'mail',
            type: 'smtp',
            host: '127.0.0.1',
            port,
            verifyTls: false,
            login: { user: 'pager', password: 'pa55word' },
            from: 'pager@example.org',
            to: 'kim@example.org, nobody@example.org',
            ...more,
          }) as ChannelSettingsOf<'smtp'>,
          { signal: new AbortController().signal, clock: movableClock(), memory: noMemory },
        );

      expect(await send()).toEqual({
        status: 'accepted',
        reference: '250 Message accepted for delivery; not to nobody@example.org: 550 5.1.1 no such mailbox',
      });
      const [to, secure, text] = JSON.parse((await said.next()).value ?? '[]') as [string[], boolean, string];
      expect([to, secure]).toEqual([['kim@example.org'], true]);
      expect(readMail(text).headers).toMatchObject({ subject: 'DOWN Größe', 'auto-submitted': 'auto-generated' });
      expect(await send({ to: 'nobody@example.org' })).toMatchObject({ status: 'refused' });
      expect(await send({ login: { user: 'pager', password: 'another' } })).toMatchObject({
        status: 'refused',
        reason: expect.stringContaining('535'),
      });
    });
  });
}
