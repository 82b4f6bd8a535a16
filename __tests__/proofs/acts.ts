import { AUDIT, LOG_ARCHIVE, MANAGEMENT, MEMBER } from './principals';

/** What somebody might do: in words, and as AWS is asked for it. */
export type Act = readonly [does: string, action: string, resource: string];

export const EVERYTHING = '*';

export const TRAIL = `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/acme-organization-trail`;
export const LOG_GROUP = `arn:aws:logs:us-east-1:${AUDIT}:log-group:/aws/cloudtrail/acme-organization-trail`;
export const LOG_STREAM = `${LOG_GROUP}:log-stream:o-a1b2c3d4e5_444444444444_CloudTrail_us-east-1`;
export const TOPIC = `arn:aws:sns:us-east-1:${AUDIT}:acme-audit-trail-deliveries`;

export const TRAIL_BUCKET = `arn:aws:s3:::acme-trail-${LOG_ARCHIVE}-us-east-1`;
export const CONFIG_BUCKET = `arn:aws:s3:::acme-config-${LOG_ARCHIVE}-us-east-1`;
export const ACCESS_LOGS = `arn:aws:s3:::acme-access-logs-${LOG_ARCHIVE}-us-east-1`;
export const ARCHIVE_BUCKET = `arn:aws:s3:::acme-archive-${LOG_ARCHIVE}-us-west-2`;
export const LOG_FILE = `${TRAIL_BUCKET}/AWSLogs/o-a1b2c3d4e5/${MEMBER}/CloudTrail/us-east-1/2026/11/23/x.json.gz`;
export const SNAPSHOT = `${CONFIG_BUCKET}/config/AWSLogs/${MEMBER}/Config/us-east-1/2026/11/23/ConfigSnapshot/x.json.gz`;
export const REPLICA = `${ARCHIVE_BUCKET}/config/AWSLogs/${MEMBER}/Config/us-east-1/2026/11/23/ConfigSnapshot/x.json.gz`;
export const ACCESS_LOG = `${ACCESS_LOGS}/access-logs/acme-trail-${LOG_ARCHIVE}-us-east-1/2026-11-23-00-00-00-0123456789ABCDEF`;

export const EVIDENCE_KEY = `arn:aws:kms:us-east-1:${LOG_ARCHIVE}:key/eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee`;
export const EVIDENCE_ALIAS = `arn:aws:kms:us-east-1:${LOG_ARCHIVE}:alias/acme-audit-evidence`;
export const ARCHIVE_KEY = `arn:aws:kms:us-west-2:${LOG_ARCHIVE}:key/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa`;
export const ARCHIVE_ALIAS = `arn:aws:kms:us-west-2:${LOG_ARCHIVE}:alias/acme-audit-archive`;

/** Something of AWS Config's in a member's account. */
export const config = (resource: string): string => `arn:aws:config:us-east-1:${MEMBER}:${resource}`;
/** Something of CloudTrail's in a member's account. */
export const cloudtrail = (resource: string): string => `arn:aws:cloudtrail:us-east-1:${MEMBER}:${resource}`;
export const memberRole = (path: string): string => `arn:aws:iam::${MEMBER}:role/${path}`;

/** Of storage.readers, which names one role in one account. */
export const READER_ROLE = memberRole('audit/Reader');

export const ACCOUNT = `arn:aws:account::${MEMBER}:account`;
