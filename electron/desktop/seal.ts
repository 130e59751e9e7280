/**
 * Secrets sealed for this user on this machine, by the system's key chain, and an honest word about how well.
 *
 * On Linux without a key chain Chromium "encrypts" with a password that everybody knows (`basic_text`): that is said, not hidden.
 */
import type { SafeStorage } from 'electron';

export interface Sealer {
  /** `sealed:<base64>`, as it stands in the configuration file, or why it could not be made. */
  seal(text: string): { readonly ok: true; readonly sealed: string } | { readonly ok: false; readonly reason: string };
  /** From the base64 after `sealed:`; null when this user on this machine cannot open it. */
  unseal(base64: string): string | null;
  describe(): { readonly encrypted: boolean; readonly text: string };
}

type KeyChain = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/** Only after Electron is ready: before that there is no key chain to ask. */
export function createSealer(keyChain: KeyChain, platform: NodeJS.Platform): Sealer {
  return {
    seal(text) {
      if (!keyChain.isEncryptionAvailable()) {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how a variable is written in the file
        return { ok: false, reason: 'this system has no key chain; use ${NAME} and an environment variable instead' };
      }
      try {
        return { ok: true, sealed: `sealed:${keyChain.encryptString(text).toString('base64')}` };
      } catch (error) {
        return {
          ok: false,
          reason: `the key chain refused: ${error instanceof Error ? error.message : String(error)}`,
        };
      }
    },
    unseal(base64) {
      try {
        return keyChain.decryptString(Buffer.from(base64, 'base64'));
      } catch {
        return null; // sealed elsewhere, damaged, or no key chain: the reader of the file says so with its place
      }
    },
    describe() {
      if (!keyChain.isEncryptionAvailable()) {
        return { encrypted: false, text: 'No key chain: secrets cannot be sealed here' };
      }
      const weak = platform === 'linux' && ['basic_text', 'unknown'].includes(keyChain.getSelectedStorageBackend());
      return weak
        ? {
            encrypted: false,
            text: 'No key chain runs: sealed secrets are only disguised. Start gnome-keyring or KWallet',
          }
        : { encrypted: true, text: 'Sealed secrets are encrypted by the system’s key chain' };
    },
  };
}
