import { logGroup } from '../functions/node-function';
import { arn } from '../policy/arn';
import type { Statement } from '../policy/statement';
import type { EvidenceVerifierProps } from './evidence-verifier';

/** What the verifier may do beside logging: read evidence, add public keys to it, and tell. It can neither change nor delete. */
export function verifierRights(
  props: EvidenceVerifierProps & { /** Of its own work. */ readonly queueArn: string },
): Statement[] {
  const { partition, account, region, name, trailBucket, publicKeyPrefix, evidenceKeyArn, s3Host } = props;
  const { queueArn, eventBusArn, deadLetters } = props;
  const publicKeys = `${trailBucket.arn}/${publicKeyPrefix}/*`;
  return [
    {
      sid: 'ListEvidence',
      effect: 'Allow',
      // Without a condition on prefixes: of what is missing S3 says so only to those who may list all.
      actions: ['s3:ListBucket'],
      resources: [trailBucket.arn],
    },
    {
      sid: 'ReadEvidence',
      effect: 'Allow',
      actions: ['s3:GetObject'],
      resources: [`${trailBucket.arn}/AWSLogs/*`, publicKeys],
    },
    { sid: 'KeepPublicKeys', effect: 'Allow', actions: ['s3:PutObject'], resources: [publicKeys] },
    {
      sid: 'UseEvidenceKey',
      effect: 'Allow',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [evidenceKeyArn],
      condition: { StringEquals: { 'kms:ViaService': s3Host } },
    },
    {
      sid: 'AskForPublicKeys',
      effect: 'Allow',
      actions: ['cloudtrail:ListPublicKeys'],
      // They are CloudTrail's own, the same for everybody in a region, and no resource to IAM.
      resources: ['*'],
    },
    {
      sid: 'ShareOutWork',
      effect: 'Allow',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
      resources: [queueArn],
    },
    {
      sid: 'RememberWhatWasTold',
      effect: 'Allow',
      actions: ['logs:FilterLogEvents'],
      resources: [
        arn({ partition, service: 'logs', region, account, resource: `log-group:${logGroup(name)}` }),
        // Which of the two ARNs of a log group it is asked with depends on the request.
        arn({ partition, service: 'logs', region, account, resource: `log-group:${logGroup(name)}:*` }),
      ],
    },
    { sid: 'Tell', effect: 'Allow', actions: ['events:PutEvents'], resources: [eventBusArn] },
    { sid: 'GiveUp', effect: 'Allow', actions: ['sqs:SendMessage'], resources: [deadLetters.arn] },
  ];
}
