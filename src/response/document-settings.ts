import type { RemediationFile } from './remediation-file';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface DocumentSettings {
  readonly remediation: RemediationFile;
  /** Of the document. */
  readonly name: string;
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** The account's own bus in that region. */
  readonly eventBusArn: string;
  readonly mode: 'auto' | 'approve';
  /** Given with `approve`. */
  readonly approval?: {
    readonly approverArns: readonly string[];
    readonly topicArn?: string;
    readonly minimum: number;
    readonly timeoutHours: number;
  };
  readonly limits: { readonly perHour: number; readonly failures: number };
  readonly exemptTag?: Tag;
  readonly scopeTag?: Tag;
  readonly exceptions: readonly { readonly resourceId: string; readonly until: string }[];
}
