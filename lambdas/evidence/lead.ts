import { type Finding, finding, type FindingKind } from './finding';

/** A finding in the making: what is found later may add logs to it, explain it or join it with another. */
export interface Lead extends Omit<Finding, 'logs' | 'digests' | 'message'> {
  message: string;
  logs: number;
  digests: number;
  /** The original key of the file that lies at `key`, or is missing there, as far as it can be told. */
  readonly original?: string;
  /** Of the public key, where a wrong one would explain it. */
  readonly fingerprint?: string;
}

export function lead(kind: FindingKind, rest: Omit<Partial<Lead>, 'kind' | 'severity'> & { message: string }): Lead {
  return { logs: 0, digests: 0, ...finding(kind, rest) };
}

/** What is left when nothing more can be found out. */
export function settled({ original: _original, fingerprint: _fingerprint, logs, digests, ...rest }: Lead): Finding {
  return { ...rest, ...(logs > 0 && { logs }), ...(digests > 0 && { digests }) };
}

/** A span of time of which no digest can be trusted to list the logs; half-open, milliseconds since 1970. */
export interface Hole {
  readonly from: number;
  readonly to: number;
  /** The finding that logs of this time, which no digest lists, belong to. */
  readonly lead: Lead;
}
