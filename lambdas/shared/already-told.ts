import { type ApiCall, UNKNOWN } from './api-call';

interface Change {
  readonly what: string;
  readonly mended: boolean;
}

/** How many causes are remembered: calls come one by one, and each is tried again within minutes. */
const REMEMBERED = 100;

/** What of each cause was told to have failed, as long as the function lives: another try need not say it again. */
export class AlreadyTold {
  private readonly told = new Map<string, ReadonlySet<string>>();

  /** Whether nothing but what failed before failed again. */
  has({ eventId }: ApiCall, changes: readonly Change[]): boolean {
    const told = this.told.get(eventId);
    return told !== undefined && changes.every(({ what, mended }) => !mended && told.has(what));
  }

  add({ eventId }: ApiCall, changes: readonly Change[]): void {
    if (eventId === UNKNOWN) return;
    const failed = changes.filter(({ mended }) => !mended).map(({ what }) => what);
    this.told.set(eventId, new Set([...(this.told.get(eventId) ?? []), ...failed]));
    const [oldest] = this.told.keys();
    if (this.told.size > REMEMBERED) this.told.delete(oldest!);
  }
}
