import type { Names } from '../../config/names';
import type { Organization } from '../../config/organization';
import type { Statement } from '../../policy/statement';
import type { HealerSpec } from '../healer-spec';

/** An advanced event selector as Terraform has it. */
export interface TrailSelector {
  readonly name?: string;
  /** A list of fields, each with its operators. */
  readonly fieldSelector: unknown;
}

export interface TrailHealerProps {
  readonly selectors: readonly TrailSelector[];
  readonly insights: readonly string[];
  /** Terraform reference to the key's ARN. */
  readonly evidenceKeyArn: string;
}

/** What the healer needs to know of the organization. */
export type HealedTrail = Pick<
  Organization,
  'arn' | 'home' | 'managementAccount' | 'roleArn' | 'trailAccount' | 'trailArn' | 'trailLogGroupArn' | 'trailTopicArn'
> & {
  readonly config: { readonly trail: { readonly notifications: boolean } };
  readonly names: Pick<Names, 'trail' | 'trailBucket' | 'trailLogsRole'>;
};

/** CloudTrail's names of what Terraform calls otherwise. */
export const OPERATORS: Readonly<Record<string, string>> = {
  equalTo: 'Equals',
  notEquals: 'NotEquals',
  startsWith: 'StartsWith',
  notStartsWith: 'NotStartsWith',
  endsWith: 'EndsWith',
  notEndsWith: 'NotEndsWith',
};

/** Keeps the organization's trail, in the account and region where it was created. */
export function trailHealer(organization: HealedTrail, props: TrailHealerProps): HealerSpec {
  const { names, config, trailAccount, managementAccount } = organization;
  return {
    name: 'trail',
    description: 'Keeps the trail of the organization logging everything',
    events: [
      {
        source: 'aws.cloudtrail',
        eventSource: 'cloudtrail.amazonaws.com',
        names: ['StopLogging', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'DeleteTrail'],
      },
    ],
    desired: {
      // Only in the account that its ARN carries is a trail found by its name.
      trail: trailAccount === managementAccount ? names.trail : organization.trailArn,
      s3BucketName: names.trailBucket,
      kmsKeyId: '${EvidenceKeyArn}',
      isMultiRegion: true,
      isOrganization: true,
      includeGlobal: true,
      logFileValidation: true,
      cloudWatchLogsLogGroupArn: `${organization.trailLogGroupArn}:*`,
      cloudWatchLogsRoleArn: logsRoleArn(organization),
      ...(config.trail.notifications && { snsTopicArn: organization.trailTopicArn }),
      advancedEventSelectors: props.selectors.map(selectorOf),
      insightSelectors: props.insights,
    },
    references: { EvidenceKeyArn: props.evidenceKeyArn },
    permissions: permissions(organization),
  };
}

const logsRoleArn = (organization: HealedTrail): string =>
  organization.roleArn(organization.trailAccount, organization.names.trailLogsRole);

function permissions(organization: HealedTrail): Statement[] {
  const { names, home, trailAccount, managementAccount } = organization;
  // As in the guardrails: a delegated administrator may act on the trail under its own account.
  const ofAccount = (account: string) =>
    organization.arn('cloudtrail', { region: home, account, resource: `trail/${names.trail}` });
  const trails = [...new Set([managementAccount, trailAccount].map(ofAccount))];
  const actions = (...calls: readonly string[]) => calls.map((call) => `cloudtrail:${call}`);
  return [
    {
      sid: 'ReadTrail',
      effect: 'Allow',
      actions: actions('GetEventSelectors', 'GetInsightSelectors', 'GetTrail', 'GetTrailStatus'),
      resources: trails,
    },
    {
      sid: 'MendTrail',
      effect: 'Allow',
      actions: actions('PutEventSelectors', 'PutInsightSelectors', 'StartLogging', 'UpdateTrail'),
      resources: trails,
    },
    {
      sid: 'HandOnLogsRole',
      effect: 'Allow',
      actions: ['iam:PassRole'],
      resources: [logsRoleArn(organization)],
      condition: { StringEquals: { 'iam:PassedToService': 'cloudtrail.amazonaws.com' } },
    },
    // What CloudTrail asks with the caller's rights when an organization's trail is changed. Source: its user guide,
    // "Prepare for creating a trail for your organization"; what only the first trail needs is left out.
    {
      sid: 'SeeOrganization',
      effect: 'Allow',
      actions: [
        'organizations:DescribeOrganization',
        'organizations:ListAWSServiceAccessForOrganization',
        'organizations:ListAccounts',
      ],
      resources: ['*'],
    },
    {
      sid: 'SeeServiceLinkedRole',
      effect: 'Allow',
      actions: ['iam:GetRole'],
      resources: [
        organization.roleArn(trailAccount, 'aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail'),
      ],
    },
  ];
}

function selectorOf({ name, fieldSelector }: TrailSelector) {
  const fields = fieldSelector as readonly Readonly<Record<string, unknown>>[];
  return {
    ...(name !== undefined && { Name: name }),
    FieldSelectors: fields.map(({ field, ...operators }) => ({
      Field: field,
      ...Object.fromEntries(Object.entries(operators).map(([operator, values]) => [operatorOf(operator), values])),
    })),
  };
}

function operatorOf(name: string): string {
  const operator = OPERATORS[name];
  if (operator === undefined) throw new Error(`CloudTrail has no name for the operator ${name} of a field selector`);
  return operator;
}
