import {
  ACCOUNT,
  type Act,
  ARCHIVE_KEY,
  cloudtrail,
  config,
  EVERYTHING,
  EVIDENCE_ALIAS,
  EVIDENCE_KEY,
  LOG_FILE,
  LOG_GROUP,
  memberRole,
  TRAIL,
  TRAIL_BUCKET,
} from './acts';
import { AUDIT, MEMBER } from './principals';

const TEAM_BUCKET = 'arn:aws:s3:::holiday-pictures';
const TEAM_KEY = `arn:aws:kms:us-east-1:${MEMBER}:key/11111111-1111-4111-8111-111111111111`;
const TEAM_LOGS = `arn:aws:logs:us-east-1:${MEMBER}:log-group:/team/application`;
const TEAM_TOPIC = `arn:aws:sns:us-east-1:${MEMBER}:team-orders`;
const TEAM_TRAIL = cloudtrail('trail/team-trail');
const RECORDER = config('configuration-recorder/default/x1y2z3');

/** What teams do every day with what is theirs. */
export const ORDINARY_WORK: readonly Act[] = [
  ['store an object', 's3:PutObject', `${TEAM_BUCKET}/beach.jpg`],
  ['delete an object', 's3:DeleteObject', `${TEAM_BUCKET}/beach.jpg`],
  ['delete a version', 's3:DeleteObjectVersion', `${TEAM_BUCKET}/beach.jpg`],
  ['delete a bucket', 's3:DeleteBucket', TEAM_BUCKET],
  ['write a bucket policy', 's3:PutBucketPolicy', TEAM_BUCKET],
  ['have objects expire', 's3:PutLifecycleConfiguration', TEAM_BUCKET],
  ['delete a bucket whose name begins like that of evidence', 's3:DeleteBucket', `${TRAIL_BUCKET}-team`],
  ['decrypt', 'kms:Decrypt', TEAM_KEY],
  ['schedule the deletion of a key', 'kms:ScheduleKeyDeletion', TEAM_KEY],
  ['write a key policy', 'kms:PutKeyPolicy', TEAM_KEY],
  ['grant a key to a volume', 'kms:CreateGrant', TEAM_KEY],
  ['move an alias', 'kms:UpdateAlias', `arn:aws:kms:us-east-1:${MEMBER}:alias/team`],
  ['look up events', 'cloudtrail:LookupEvents', EVERYTHING],
  ['see how the organization trail is doing', 'cloudtrail:GetTrailStatus', TRAIL],
  ['create a trail', 'cloudtrail:CreateTrail', TEAM_TRAIL],
  ['stop a trail of the team’s', 'cloudtrail:StopLogging', TEAM_TRAIL],
  ['delete a trail of the team’s', 'cloudtrail:DeleteTrail', TEAM_TRAIL],
  ['read the rules', 'config:DescribeConfigRules', EVERYTHING],
  ['read the findings', 'config:GetComplianceDetailsByConfigRule', config('config-rule/config-rule-x1y2z3')],
  ['have a rule evaluated again', 'config:StartConfigRulesEvaluation', config('config-rule/config-rule-x1y2z3')],
  ['create a role', 'iam:CreateRole', memberRole('TeamApplication')],
  ['give a role rights', 'iam:AttachRolePolicy', memberRole('TeamApplication')],
  ['hand a role to a function', 'iam:PassRole', memberRole('TeamApplication')],
  ['delete a role', 'iam:DeleteRole', memberRole('TeamApplication')],
  ['create a role that is called like a reader elsewhere', 'iam:CreateRole', `arn:aws:iam::${AUDIT}:role/audit/Reader`],
  ['change who assumes a role whose name begins so', 'iam:UpdateAssumeRolePolicy', memberRole('audit/Reader2')],
  [
    'delete another service’s role',
    'iam:DeleteServiceLinkedRole',
    memberRole('aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'),
  ],
  ['write a log', 'logs:PutLogEvents', `${TEAM_LOGS}:log-stream:today`],
  ['delete a log group', 'logs:DeleteLogGroup', TEAM_LOGS],
  ['set how long logs are kept', 'logs:PutRetentionPolicy', TEAM_LOGS],
  ['delete a topic', 'sns:DeleteTopic', TEAM_TOPIC],
  ['change a topic', 'sns:SetTopicAttributes', TEAM_TOPIC],
  ['start an instance', 'ec2:StartInstances', `arn:aws:ec2:us-east-1:${MEMBER}:instance/i-0123456789abcdef0`],
  ['run an instance', 'ec2:RunInstances', `arn:aws:ec2:us-east-1:${MEMBER}:instance/i-0123456789abcdef0`],
  ['change a function', 'lambda:UpdateFunctionCode', `arn:aws:lambda:us-east-1:${MEMBER}:function:orders`],
  ['delete a function', 'lambda:DeleteFunction', `arn:aws:lambda:us-east-1:${MEMBER}:function:audit-rule-orders`],
  ['call a function', 'lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${MEMBER}:function:orders`],
  ['see the organization', 'organizations:DescribeOrganization', EVERYTHING],
  ['read evidence, as far as bucket and key let them', 's3:GetObject', LOG_FILE],
  ['read the trail’s log group, as far as IAM lets them', 'logs:FilterLogEvents', LOG_GROUP],
];

/** Acts that only members without evidence do freely. */
export const ORDINARY_WORK_OF_MEMBERS: readonly Act[] = [
  ['run a batch job over a bucket', 's3:CreateJob', EVERYTHING],
  ['block public access to the whole account', 's3:PutAccountPublicAccessBlock', EVERYTHING],
  ['create an access point', 's3:CreateAccessPoint', `arn:aws:s3:us-east-1:${MEMBER}:accesspoint/orders`],
];

/** Acts that undo tampering. They must stay open to whoever is there first. */
export const RECOVERY: readonly Act[] = [
  ['cancel the deletion of the evidence key', 'kms:CancelKeyDeletion', EVIDENCE_KEY],
  ['cancel the deletion of the archive key', 'kms:CancelKeyDeletion', ARCHIVE_KEY],
  ['enable the evidence key', 'kms:EnableKey', EVIDENCE_KEY],
  ['rotate the evidence key again', 'kms:EnableKeyRotation', EVIDENCE_KEY],
  ['create the alias anew', 'kms:CreateAlias', EVIDENCE_ALIAS],
  ['start the organization trail', 'cloudtrail:StartLogging', TRAIL],
  ['switch a region on again', 'account:EnableRegion', ACCOUNT],
  ['start the recorder', 'config:StartConfigurationRecorder', RECORDER],
  ['deliver a snapshot at once', 'config:DeliverConfigSnapshot', EVERYTHING],
  [
    'create a service-linked role anew',
    'iam:CreateServiceLinkedRole',
    memberRole('aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'),
  ],
];
