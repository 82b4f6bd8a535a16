/**
 * What public keys have shown of themselves, over all chains. Where one fits no signature at all though the digests agree
 * with each other, the key is wrong, not the digests.
 */
export class KeyTrust {
  private readonly fitting = new Set<string>();
  private readonly failures = new Map<string, number>();

  fitted(fingerprint: string): void {
    this.fitting.add(fingerprint);
  }

  failed(fingerprint: string): void {
    this.failures.set(fingerprint, (this.failures.get(fingerprint) ?? 0) + 1);
  }

  /** Whether a digest is known that it verifies. */
  isProven(fingerprint: string): boolean {
    return this.fitting.has(fingerprint);
  }

  /** How many digests it should have verified, if it is wrong; nothing when it is right or a single digest says so. */
  wrongFor(fingerprint: string): number | undefined {
    const failures = this.failures.get(fingerprint) ?? 0;
    return !this.fitting.has(fingerprint) && failures > 1 ? failures : undefined;
  }
}
