/** Says on standard error how many accounts are read: where somebody looks, or has asked for it. */
export class AccountsRead {
  private readonly isTold: boolean;
  private lastLine = 0;

  constructor(always: boolean) {
    this.isTold = always || process.stderr.isTTY;
  }

  /** Never more than one line for every hundredth part, or a log of thousands would hold nothing else. */
  readonly count = (done: number, all: number): void => {
    if (!this.isTold) return;
    const text = `${done} of ${all} accounts read`;
    if (process.stderr.isTTY) process.stderr.write(`\r${text}${done === all ? '\n' : ''}`);
    else if (done === all || done - this.lastLine >= all / 100) {
      this.lastLine = done;
      process.stderr.write(`${text}\n`);
    }
  };
}
