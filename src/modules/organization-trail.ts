import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { arn, bucketArn, roleArn } from '../policy/arn';
import { eventSelectors } from '../trail/event-selectors';
import { type InsightType, OrganizationTrail } from '../trail/organization-trail';
import { TrailLogGroup } from '../trail/trail-log-group';
import { TrailNotifications } from '../trail/trail-notifications';
import {
  ACCOUNT_ID,
  BUCKET_ARN,
  BUCKET_NAME,
  KEY_ARN,
  logRetentionDays,
  namePrefix,
  organizationId,
  TRAIL_NAME,
} from './forms';
import { expressionOf } from './expression';
import { defineModule } from './module';
import { elementStandIn, listStandIn, standIn } from './stand-in';
import { choices, flag, shaped, text, texts } from './variable';

const INSIGHTS: readonly InsightType[] = ['ApiCallRateInsight', 'ApiErrorRateInsight'];

export const organizationTrail = defineModule({
  name: 'organization-trail',
  title: 'The trail of the whole organization: every region, validated, encrypted, with a log group for alarms',
  description: [
    'For the management account, or a delegated administrator of AWS CloudTrail. Trusted access of `cloudtrail.amazonaws.com` must be on. Management events are always logged; multi-region, validation and encryption are no options.',
    'The trail has `prevent_destroy`. The evidence store is applied first: its policies let in the trail of this name, account and region.',
  ],
  variables: {
    name: namePrefix(40),
    organization_id: organizationId(),
    management_account_id: text(ACCOUNT_ID, {
      description:
        'Account that owns the organization, and so the trail, whoever creates it. Default: the account of the provider.',
      default: null,
    }),
    trail_name: text(TRAIL_NAME, {
      description: 'The same as that of the evidence store. Default: `<name>-organization-trail`.',
      default: null,
    }),
    bucket_name: text(BUCKET_NAME, { description: '`trail_bucket_name` of the evidence store.' }),
    key_arn: text(KEY_ARN, { description: '`evidence_key_arn` of the evidence store.' }),
    evidence_bucket_arns: texts(
      BUCKET_ARN,
      { most: 20 },
      {
        description: '`bucket_arns` of the evidence store, whose objects are never logged: logging a log feeds itself.',
        default: [],
      },
    ),
    data_events: shaped(
      'object({ s3_buckets = optional(list(string), []), all_s3_buckets = optional(bool, false), calls = optional(string, "all") })',
      {
        description:
          'Object-level calls that are logged, at a price for each: of named buckets or of all, and which calls: all, read or write. Default: none.',
        default: {},
        checks: (name) => {
          const value = `var.${name}`;
          return [
            {
              condition: `alltrue([for item in ${value}.s3_buckets : can(regex(${JSON.stringify(BUCKET_NAME.pattern.source)}, item))])`,
              message: `${name} holds something in s3_buckets that is not ${BUCKET_NAME.what}; ${BUCKET_NAME.mend}.`,
            },
            {
              condition: `length(${value}.s3_buckets) == 0 || !${value}.all_s3_buckets`,
              message: `${name} names buckets and all buckets; write one of them.`,
            },
            {
              condition: `contains(["all", "read", "write"], ${value}.calls)`,
              message: `${name} holds other calls than all, read or write.`,
            },
            {
              condition: `${isLogged(value)} ? length(var.evidence_bucket_arns) > 0 : true`,
              message: `${name} would log the log; write the bucket_arns of the evidence store as evidence_bucket_arns.`,
            },
          ];
        },
      },
    ),
    insights: choices(INSIGHTS, {
      description: 'Unusual rates of calls and errors that CloudTrail reports.',
      default: INSIGHTS,
    }),
    log_retention_days: logRetentionDays('Days that the log group keeps events for alarms and live search.'),
    notifications: flag({
      description: 'Make an encrypted topic that tells of each delivered log file.',
      default: false,
    }),
  },
  compose(module, given) {
    const { place, partition, account, region } = module.here;
    const names = module.names(given.name);
    const name = module.local('trail_name', 'coalesce(var.trail_name, "${var.name}-organization-trail")');
    const owner = module.local(
      'management_account_id',
      'coalesce(var.management_account_id, data.aws_caller_identity.current.account_id)',
    );
    const here = (service: string, resource: string) => arn({ partition, service, region, account, resource });
    const trailArn = arn({ partition, service: 'cloudtrail', region, account: owner, resource: `trail/${name}` });
    const logGroupName = `/aws/cloudtrail/${name}`;
    const logGroupArn = here('logs', `log-group:${logGroupName}`);
    const topicArn = here('sns', names.trailTopic);

    const logGroup = new TrailLogGroup(module, 'trail-logs', {
      place,
      anywhere: place,
      name: logGroupName,
      arn: logGroupArn,
      retentionDays: given.log_retention_days,
      keyArn: given.key_arn,
      roleName: names.trailLogsRole,
      trailArn,
      account,
      region,
      organizationId: given.organization_id,
    });
    const notifications = new TrailNotifications(module, 'trail-deliveries', {
      place,
      name: names.trailTopic,
      arn: topicArn,
      keyArn: given.key_arn,
      trailArn,
    });
    const policy = module.resource(notifications, SnsTopicPolicy.tfResourceType);
    // Its topic is one of none or one.
    policy.addOverride('arn', topicArn);
    policy.addOverride('depends_on', [module.addressOf(module.resource(notifications, SnsTopic.tfResourceType))]);
    module.onlyIf(given.notifications, notifications);

    const organization = new OrganizationTrail(module, 'organization', {
      place,
      name,
      bucketName: given.bucket_name,
      keyArn: given.key_arn,
      selectors: eventSelectors(
        { s3Buckets: listStandIn(`${given.data_events}.s3_buckets`), calls: 'read' },
        (bucket) => bucketArn(partition, bucket),
        given.evidence_bucket_arns,
      ),
      insights: given.insights,
      logGroupArn,
      logGroupRoleArn: roleArn(partition, account, names.trailLogsRole),
      topicName: standIn(`${given.notifications} ? ${expressionOf(names.trailTopic)} : null`),
      dependsOn: [...logGroup.ready, ...notifications.ready],
      preventDestroy: true,
    });
    const trail = module.resource(organization, Cloudtrail.tfResourceType);
    const data = 'advanced_event_selector.1';
    trail.addOverride(
      `${data}.name`,
      standIn(
        `${given.data_events}.all_s3_buckets ? "Objects of all buckets but our own" : "Objects of named buckets"`,
      ),
    );
    const named = expressionOf([`${bucketArn(partition, elementStandIn(`${given.data_events}.s3_buckets`))}/`]);
    trail.addOverride(
      `${data}.field_selector.2.starts_with`,
      standIn(`${given.data_events}.all_s3_buckets ? null : ${named}`),
    );
    // As an expression: cdktf joins a list to the one that is there.
    trail.addOverride(`${data}.field_selector.3.equals`, standIn(`[tostring(${given.data_events}.calls == "read")]`));
    module.blockIf(`${given.data_events}.calls != "all"`, trail, 'advanced_event_selector', '1', 'field_selector', '3');
    module.blockIf(isLogged(given.data_events), trail, 'advanced_event_selector', '1');
    return {
      trail_arn: {
        value: trailArn,
        description: 'ARN of the trail, which carries the management account.',
        after: [organization],
      },
      trail_name: { value: name, description: 'Name of the trail.' },
      trail: {
        value: standIn(module.addressOf(trail)),
        description: 'All of it, for `trail` of the module self-healing.',
      },
      log_group_name: {
        value: logGroupName,
        description: 'Where alarms and live searches read the trail.',
        after: [logGroup],
      },
      log_group_arn: { value: logGroupArn, description: 'ARN of the log group, without the closing `:*`.' },
      topic_arn: {
        value: standIn(`${given.notifications} ? ${expressionOf(topicArn)} : null`),
        description: 'Topic that tells of each delivered file, or null.',
        after: [notifications],
      },
    };
  },
});

/** Whether any objects are logged. */
const isLogged = (events: string): string => `(length(${events}.s3_buckets) > 0 || ${events}.all_s3_buckets)`;
