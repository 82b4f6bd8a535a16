import { createHash } from 'node:crypto';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { Organization } from '../config/organization';
import type { SubscriptionConfig } from '../config/sections/alarms';
import { ADMINISTRATION } from '../keys/evidence-key';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import { allowService, type Statement, toPolicyJson } from '../policy/statement';

/** Within its own policy a key is called `*`. */
const THIS_KEY = ['*'];

/** What whoever publishes to an encrypted topic does with its key. Source: SNS developer guide, "Key management". */
export const PUBLISHING = ['kms:GenerateDataKey*', 'kms:Decrypt'];

export interface AlertTopicProps {
  readonly place: Place;
  readonly partition: string;
  /** Account of the topic, of the alarms that tell it, and of its key. */
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Starts with `alias/`. */
  readonly keyAlias: string;
  /** Nobody's: then there is the key alone, with which the log group stays readable. */
  readonly subscriptions: readonly SubscriptionConfig[];
  /** Role of the same account that publishes besides alarms. */
  readonly publisher?: { readonly roleArn: string; /** SNS as KMS sees it calling. */ readonly snsHost: string };
  /** Log group of the same account that the key encrypts too. */
  readonly logGroup?: { readonly arn: string; /** CloudWatch Logs of the region. */ readonly service: string };
  /** Whether the key resists being destroyed. Default: no. */
  readonly preventDestroy?: boolean;
}

/**
 * Topics that the alarms of an account tell, the platform's own first. An alarm tells topics of its own region, and these
 * are at home.
 */
export function alertTopicArns({ partition, home, names, config }: AlertedOrganization, account: string): string[] {
  const own = arn({ partition, service: 'sns', region: home, account, resource: names.alertTopic });
  return [...(config.alarms.subscriptions.length > 0 ? [own] : []), ...config.alarms.topicArns];
}

type AlertedOrganization = Pick<Organization, 'config' | 'home' | 'names' | 'partition'>;

/** An encrypted topic that people hear, where somebody subscribes, and its key. Alarms of the account publish to it; EventBridge does not, for that a role does. */
export class AlertTopic extends Construct {
  readonly arn: string;
  /** Known only after apply. */
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    const { place, partition, account, region, name, keyAlias, subscriptions } = props;
    this.arn = arn({ partition, service: 'sns', region, account, resource: name });
    const key = new KmsKey(this, 'key', {
      ...place,
      description: 'Alerts of the audit',
      deletionWindowInDays: 30,
      enableKeyRotation: true,
      policy: toPolicyJson(keyStatements(props)),
      ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
    });
    this.keyArn = key.arn;
    new KmsAlias(this, 'alias', { ...place, name: keyAlias, targetKeyId: key.keyId });
    if (subscriptions.length === 0) return;
    const topic = new SnsTopic(this, 'topic', { ...place, name, kmsMasterKeyId: key.arn });
    new SnsTopicPolicy(this, 'policy', { ...place, arn: topic.arn, policy: toPolicyJson(this.statements(props)) });
    for (const { protocol, endpoint } of subscriptions)
      new SnsTopicSubscription(this, idOf(protocol, endpoint), { ...place, topicArn: topic.arn, protocol, endpoint });
  }

  private statements({ partition, account, region }: AlertTopicProps): Statement[] {
    return [
      allowService(
        'cloudwatch.amazonaws.com',
        { sourceAccount: account },
        {
          sid: 'AlarmsTell',
          actions: ['sns:Publish'],
          resources: [this.arn],
          condition: {
            ArnLike: {
              'aws:SourceArn': arn({ partition, service: 'cloudwatch', region, account, resource: 'alarm:*' }),
            },
          },
        },
      ),
      {
        sid: 'DenyPlainHttp',
        effect: 'Deny',
        principal: '*',
        actions: ['sns:Publish'],
        resources: [this.arn],
        condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ];
  }
}

function keyStatements(props: AlertTopicProps): Statement[] {
  const { partition, account, logGroup, subscriptions } = props;
  const hasTopic = subscriptions.length > 0;
  const publisher = hasTopic ? props.publisher : undefined;
  const root = { AWS: arn({ partition, service: 'iam', account, resource: 'root' }) };
  return [
    { sid: 'AdministerWithoutUse', effect: 'Allow', principal: root, actions: ADMINISTRATION, resources: THIS_KEY },
    ...(hasTopic
      ? [
          allowService(
            'cloudwatch.amazonaws.com',
            { sourceAccount: account },
            { sid: 'AlarmsEncrypt', actions: PUBLISHING, resources: THIS_KEY },
          ),
        ]
      : []),
    ...(publisher
      ? [
          {
            sid: 'PublisherEncrypts',
            effect: 'Allow' as const,
            // Leaves it to the role's own policy, and to no other role's.
            principal: root,
            actions: PUBLISHING,
            resources: THIS_KEY,
            condition: {
              ArnEquals: { 'aws:PrincipalArn': publisher.roleArn },
              StringEquals: { 'kms:ViaService': publisher.snsHost },
            },
          },
        ]
      : []),
    ...(logGroup
      ? [
          allowService(
            logGroup.service,
            { encryptedLogGroup: logGroup.arn },
            {
              sid: 'LogGroupEncrypts',
              actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
              resources: THIS_KEY,
            },
          ),
        ]
      : []),
  ];
}

/** The same wherever in the list a subscription stands, so that a new one does not make its neighbours anew. */
const idOf = (protocol: string, endpoint: string): string =>
  `${protocol}-${createHash('sha256').update(endpoint).digest('hex').slice(0, 8)}`;
