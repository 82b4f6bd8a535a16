import type { DigestFile } from './digest-file';
import type { FindingKind } from './finding';
import { type Hole, type Lead, lead } from './lead';

/** What is found to be wrong with digests of one chain, and the times that it leaves without proof. */
export class ChainFindings {
  readonly leads: Lead[] = [];
  readonly holes: Hole[] = [];
  private readonly unknownKeys = new Map<string, Lead>();

  constructor(
    private readonly account: string,
    private readonly region: string,
  ) {}

  /** Something wrong with a digest, shown by another one perhaps. */
  add(
    { path, digest }: DigestFile,
    kind: FindingKind,
    message: string,
    { witness, fingerprint }: { witness?: DigestFile; fingerprint?: string } = {},
  ): Lead {
    return this.found(kind, {
      key: path,
      message,
      ...(witness && { digest: witness.path }),
      ...(digest && { original: digest.key }),
      ...(fingerprint && { fingerprint }),
    });
  }

  /** Something that a wrong public key would explain as well. */
  suspect(file: DigestFile, kind: FindingKind, message: string): Lead {
    return this.add(file, kind, message, { fingerprint: file.digest!.fingerprint });
  }

  found(kind: FindingKind, rest: Omit<Partial<Lead>, 'kind' | 'severity'> & { message: string }): Lead {
    const found = lead(kind, { account: this.account, region: this.region, ...rest });
    this.leads.push(found);
    return found;
  }

  /** A key that nobody has is one thing wrong, however many digests it signed. */
  unknownKey(fingerprint: string): void {
    const found =
      this.unknownKeys.get(fingerprint) ??
      this.found('unknown-key', { fingerprint, message: `the public key ${fingerprint} is not among those given` });
    found.digests += 1;
    this.unknownKeys.set(fingerprint, found);
  }

  hole(from: number, to: number, found: Lead): void {
    this.holes.push({ from, to, lead: found });
  }
}
