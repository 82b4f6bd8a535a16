const EVERY = 500;

/** Says on standard error how many files are done: where somebody looks, or has asked for it. */
export class FilesPerSecond {
  private readonly since = Date.now();
  private readonly timer?: NodeJS.Timeout;
  private files = 0;

  constructor(always: boolean) {
    if (!process.stderr.isTTY && !always) return;
    this.timer = setInterval(() => this.tell('\r'), EVERY);
    this.timer.unref();
  }

  count(): void {
    this.files += 1;
  }

  /** Leaves the last figure on a line of its own. */
  stop(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.tell('\n');
  }

  private tell(end: string): void {
    const seconds = Math.max(0.001, (Date.now() - this.since) / 1000);
    const rate = Math.round(this.files / seconds).toLocaleString('en');
    const text = `${this.files.toLocaleString('en')} files, ${rate} a second`;
    if (end === '\n' || process.stderr.isTTY) process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${text}${end}`);
    else process.stderr.write(`${text}\n`);
  }
}
