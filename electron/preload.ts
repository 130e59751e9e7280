/**
 * The narrow bridge: `window.watchbell`, exactly `Bridge` of the contract, and nothing else of Electron.
 *
 * Runs sandboxed, so it may require nothing but electron; of our own files it takes types and the names of the lines.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Answers, Ask, AsksInput, Bridge } from '../shared/contract/contract.ts';
import type { Change } from '../shared/contract/view.ts';
import { type News, type Reply, type Target, WIRE } from '../shared/contract/wire.ts';

const bridge: Bridge = {
  async ask<A extends Ask>(name: A, ask: AsksInput<A>): Promise<Answers<A>> {
    const reply: Reply = await ipcRenderer.invoke(WIRE.ask, name, ask);
    if (!reply.ok) {
      throw new Error(reply.problem);
    }
    return reply.value as Answers<A>;
  },

  follow(onChange: (change: Change) => void, onLost: () => void): () => void {
    const hear = (_event: IpcRendererEvent, news: News) => {
      try {
        if (news.kind === 'lost') {
          onLost();
        } else {
          news.changes.forEach(onChange);
        }
      } finally {
        ipcRenderer.send(WIRE.got);
      }
    };
    ipcRenderer.on(WIRE.news, hear);
    ipcRenderer.send(WIRE.follow);
    return () => {
      ipcRenderer.off(WIRE.news, hear);
      ipcRenderer.send(WIRE.unfollow);
    };
  },

  onShow(show: (target: Target) => void): () => void {
    const hear = (_event: IpcRendererEvent, target: Target) => show(target);
    ipcRenderer.on(WIRE.show, hear);
    ipcRenderer.send(WIRE.ready);
    return () => {
      ipcRenderer.off(WIRE.show, hear);
    };
  },
};

ipcRenderer.send(WIRE.hello);
contextBridge.exposeInMainWorld('watchbell', bridge);
