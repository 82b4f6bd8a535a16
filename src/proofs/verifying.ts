import { PUBLIC_KEY_PREFIX } from '../storage/trail-bucket';
import { within } from './evidence-objects';
import type { Platform, Task } from './platform';
import type { Context } from './principals';
import type { Target } from './simulator';

/** How evidence is verified by the hour, and the public keys that prove it are kept. */
export function verifying(platform: Platform): Task[] {
  const { organization, trail, evidenceKey, objects } = platform;
  if (trail === undefined) return [];
  const { evidenceAccount: account, home: region, names, auditAccount } = organization;
  const principal = platform.as(account, names.verifierRole);
  const ask = (does: string, action: string, targets: readonly Target[], context?: Context): Task => ({
    does,
    by: 'the verifier of evidence',
    action,
    requests: targets.map((target) => ({ principal, target, context })),
  });
  const own = (service: string, resource: string): Target => ({
    arn: organization.arn(service, { region, account, resource }),
    account,
  });
  const owners = [`${organization.id}/${auditAccount}`, organization.managementAccount];
  const files = owners.flatMap((owner) =>
    ['CloudTrail', 'CloudTrail-Digest'].map((kind) => within(trail, objects.logFile(owner, kind))),
  );
  const publicKey = within(trail, `${PUBLIC_KEY_PREFIX}/${region}/x.json`);
  const throughS3 = platform.throughS3(region);
  const queue = own('sqs', names.verifierQueue);
  return [
    {
      does: 'take on the role of the verifier of evidence',
      by: 'AWS Lambda',
      action: 'sts:AssumeRole',
      requests: [
        {
          principal: platform.service('lambda', account),
          target: platform.role(account, names.verifierRole, 'lambda', { sourceAccountIfSent: account }),
        },
      ],
    },
    ask('list log files', 's3:ListBucket', [trail]),
    ask('read log files and digests', 's3:GetObject', files),
    ask('decrypt log files and digests', 'kms:Decrypt', [evidenceKey], throughS3),
    ask('ask for the public keys of AWS CloudTrail', 'cloudtrail:ListPublicKeys', [{ arn: '*', account }]),
    ask('keep a public key beside the log files', 's3:PutObject', [publicKey], { 's3:if-none-match': '*' }),
    ask('make data keys for public keys', 'kms:GenerateDataKey', [evidenceKey], throughS3),
    ask('share out its work', 'sqs:SendMessage', [queue]),
    ask('take its work', 'sqs:ReceiveMessage', [queue]),
    ask('have done with its work', 'sqs:DeleteMessage', [queue]),
    ask('write its log', 'logs:PutLogEvents', [platform.logStream(region, account, names.verifier)]),
    ask('see in its log what it has told', 'logs:FilterLogEvents', [
      own('logs', `log-group:/aws/lambda/${names.verifier}`),
    ]),
    ask('report to the audit account what it finds', 'events:PutEvents', [platform.policies.bus]),
  ];
}
