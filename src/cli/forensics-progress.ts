/** Nobody is told of what ends within this time; in milliseconds. */
const PATIENCE = 1000;
const EVERY = 500;

/** Says on standard error how far a scan has come: where somebody looks, or has asked for it. */
export class Progress {
  private timer: NodeJS.Timeout | undefined;
  private told = false;

  /** @param percentage - from 0 to 100; -1 while it is not known */
  constructor(
    private readonly percentage: () => number,
    always: boolean,
  ) {
    if (!process.stderr.isTTY && !always) return;
    const since = Date.now();
    this.timer = setInterval(() => {
      if (Date.now() - since >= PATIENCE) this.tell();
    }, EVERY);
    this.timer.unref();
  }

  /** Takes the line away again. */
  stop(): void {
    clearInterval(this.timer);
    if (this.told && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    this.told = false;
  }

  private tell(): void {
    const percentage = this.percentage();
    if (percentage < 0) return;
    this.told = true;
    const text = `${Math.floor(percentage)} % read`;
    process.stderr.write(process.stderr.isTTY ? `\r${text}` : `${text}\n`);
  }
}
