/**
 * Tells a try to give up, whatever it waits for.
 *
 * Not an AbortSignal: one for each of ten thousand checks takes 2 kB each, and listening to it in every try costs more than the
 * rest of a turn. Whoever listens only later hears nothing of an earlier call.
 */
export class Recall {
  private readonly listeners: (() => void)[] = [];

  /** `giveUp` is called once at most. Returns how to stop listening. */
  listen(giveUp: () => void): () => void {
    this.listeners.push(giveUp);
    return () => {
      const index = this.listeners.indexOf(giveUp);
      if (index !== -1) {
        this.listeners.splice(index, 1);
      }
    };
  }

  call(): void {
    for (const giveUp of this.listeners.splice(0)) {
      giveUp();
    }
  }
}
