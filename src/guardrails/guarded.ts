import type { Organization } from '../config/organization';

type Config = Organization['config'];

/** What of an organization decides its policies. */
export type Guarded = Pick<
  Organization,
  | 'arn'
  | 'archiveAccount'
  | 'bucketArn'
  | 'evidenceAccount'
  | 'evidenceAccounts'
  | 'evidenceBucketArns'
  | 'evidenceExemptRoleArns'
  | 'exemptRoleArns'
  | 'hasResourceControlPolicies'
  | 'home'
  | 'id'
  | 'names'
  | 'rcpLimits'
  | 'rcpTargets'
  | 'roleArn'
  | 'scpLimits'
  | 'scpTargets'
  | 'trailLogGroupArn'
> & {
  readonly partition: string;
  readonly config: {
    readonly adopt: Pick<Config['adopt'], 'policies'>;
    readonly alarms: Pick<Config['alarms'], 'topicArns'>;
    readonly guardrails: Pick<Config['guardrails'], 'evaluatorRoles' | 'optional' | 'securityRoles'>;
    readonly recorder: Pick<Config['recorder'], 'role'>;
    readonly regions: Pick<Config['regions'], 'archive' | 'governed'>;
    readonly storage: Pick<Config['storage'], 'readers'>;
  };
};
