import { type Action, actionsOf } from '../authorization/authorization';
import accessAnalyzer from './acts/access-analyzer.json';
import account from './acts/account.json';
import athena from './acts/athena.json';
import cloudtrail from './acts/cloudtrail.json';
import cloudwatch from './acts/cloudwatch.json';
import config from './acts/config.json';
import detective from './acts/detective.json';
import ec2 from './acts/ec2.json';
import events from './acts/events.json';
import everyday from './acts/everyday.json';
import glue from './acts/glue.json';
import guardduty from './acts/guardduty.json';
import iam from './acts/iam.json';
import inspector2 from './acts/inspector2.json';
import kms from './acts/kms.json';
import lambda from './acts/lambda.json';
import logs from './acts/logs.json';
import macie2 from './acts/macie2.json';
import oam from './acts/oam.json';
import observabilityadmin from './acts/observabilityadmin.json';
import organizations from './acts/organizations.json';
import pipes from './acts/pipes.json';
import s3 from './acts/s3.json';
import scheduler from './acts/scheduler.json';
import securityhub from './acts/securityhub.json';
import sns from './acts/sns.json';
import sqs from './acts/sqs.json';
import ssm from './acts/ssm.json';

/** Somebody's act, and what must come of it. */
export interface Act {
  /** As IAM names it: `cloudtrail:StopLogging`. */
  readonly action: string;
  /** In plain words: `stop the organization trail`. */
  readonly does: string;
  /** Kind of target; see targets.ts. */
  readonly on: string;
  /**
   * denied: nobody but exempt roles may. allowed: left open on purpose, for the reason that `because` gives.
   * management: a power of the management account, where no policy of AWS Organizations reaches.
   * inside: for the organization, as far as IAM and the policy of the bucket or key let each; for nobody else.
   */
  readonly verdict: 'denied' | 'allowed' | 'management' | 'inside';
  readonly because?: string;
  /** Roles that may besides the exempt ones. */
  readonly exempt?: 'evaluators' | 'trail-log-writer' | 'evidence-writers' | 'platform-roles';
  /** What else protects where no policy does. */
  readonly kept?: string;
}

/** What teams do every day, and what undoes tampering: it must stay possible. */
export interface Work {
  readonly action: string;
  readonly does: string;
  readonly on: string;
  /** Free only in accounts that hold no evidence. */
  readonly members?: boolean;
}

/** Acts by service, every mutating action of CloudTrail, AWS Config and AWS Organizations among them. */
export const ACTS = {
  cloudtrail,
  config,
  s3,
  kms,
  organizations,
  account,
  iam,
  logs,
  cloudwatch,
  events,
  sns,
  sqs,
  lambda,
  ssm,
  athena,
  glue,
  guardduty,
  securityhub,
  'access-analyzer': accessAnalyzer,
  macie2,
  inspector2,
  detective,
  ec2,
  scheduler,
  pipes,
  oam,
  observabilityadmin,
} as unknown as Readonly<Record<string, readonly Act[]>>;

export const EVERYDAY_WORK = everyday as readonly Work[];

/** Services of which every action that changes something must have a row. */
const WHOLE = ['cloudtrail', 'config', 'organizations'];

/** Actions that change something and that no row classifies, such as those that AWS has added since. */
export function unclassified(
  actions: readonly Action[] = WHOLE.flatMap(actionsOf),
  acts: readonly Act[] = Object.values(ACTS).flat(),
): string[] {
  const known = new Set(acts.map(({ action }) => action));
  return actions
    .filter(({ access, name }) => access !== 'Read' && access !== 'List' && !known.has(name))
    .map(({ name }) => name);
}
