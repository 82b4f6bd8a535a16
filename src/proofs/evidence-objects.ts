import { ACCESS_LOG_PREFIX, CONFIG_PREFIX, type Organization } from '../config/organization';
import type { Target } from './simulator';

/** Any day. */
const DATE = '2026/01/31';

/** What services deliver, by its key. Evidence of any account will do where none is named. */
export class EvidenceObjects {
  constructor(private readonly organization: Organization) {}

  /** @param owner - as CloudTrail writes it: the organization and an account, or the management account alone */
  logFile(owner = `${this.organization.id}/${this.organization.auditAccount}`, kind = 'CloudTrail'): string {
    return `AWSLogs/${owner}/${kind}/${this.organization.home}/${DATE}/x.json.gz`;
  }

  snapshot(account = this.organization.auditAccount): string {
    return `${delivered(account)}/${this.organization.home}/${DATE}/ConfigSnapshot/x.json.gz`;
  }

  history(account: string): string {
    return `${delivered(account)}/${this.organization.home}/${DATE}/ConfigHistory/x.json.gz`;
  }

  /** AWS Config writes it to see whether it can. No region is in its key. */
  probe(account: string): string {
    return `${delivered(account)}/ConfigWritabilityCheckFile`;
  }

  accessLog(bucketName = this.organization.names.configBucket): string {
    return `${ACCESS_LOG_PREFIX}/${bucketName}/x`;
  }
}

const delivered = (account: string): string => `${CONFIG_PREFIX}/AWSLogs/${account}/Config`;

/** An object of a bucket. */
export const within = (bucket: Target, key: string): Target => ({ ...bucket, arn: `${bucket.arn}/${key}` });
