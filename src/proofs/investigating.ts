import type { PolicyDocument } from '../policy/document';
import { toPolicyJson } from '../policy/statement';
import { investigatorRights, investigatorTrust } from '../forensics/investigator';
import { within } from './evidence-objects';
import type { Attempt, Platform, Task } from './platform';
import { Account, type Principal } from './principals';
import type { Target } from './simulator';

/** How somebody comes to ask the evidence: with rights of their own, unlike other roles, which are taken to have all. */
export function investigating(platform: Platform): Task[] {
  const { organization, targets, objects } = platform;
  const { auditAccount: account, home, names, id, partition } = organization;
  const results = targets.target('results-object', account);
  const key = targets.target('results-key', account);
  const role = new Account(account, id, partition).role(names.investigatorRole, [
    parsed(
      toPolicyJson(
        investigatorRights(organization, {
          evidence: platform.evidenceKey.arn,
          results: key.arn,
        }),
      ),
    ),
  ]);
  const ask = (does: string, action: string, things: readonly Target[], context = {}): Task => ({
    does,
    by: 'an investigator',
    action,
    requests: things.map((target) => ({ principal: role, target, context: { ...NOT_A_SERVICE, ...context } })),
  });
  const here = (service: string, ...resources: readonly string[]) =>
    resources.map((resource) => ({ arn: organization.arn(service, { region: home, account, resource }), account }));
  const buckets = [platform.trail, platform.config].filter((bucket) => bucket !== undefined);
  const logged = ['CloudTrail', 'CloudTrail-Insight', 'CloudTrail-Digest'].flatMap((kind) =>
    platform.trail ? within(platform.trail, objects.logFile(`${id}/${account}`, kind)) : [],
  );
  const recorded = [objects.history(account), objects.snapshot(account)].map((key) => within(platform.config, key));
  const database = names.forensicsDatabase;
  return [
    {
      does: 'become an investigator, with a second factor',
      by: 'somebody of the organization',
      action: 'sts:AssumeRole',
      requests: peopleOf(platform).map((principal): Attempt => {
        const context = { ...NOT_A_SERVICE, 'aws:MultiFactorAuthPresent': 'true' };
        const policy = parsed(investigatorTrust(organization));
        return { principal, target: { arn: organization.investigatorRoleArn, account, policy }, context };
      }),
    },
    ask('ask in the workgroup', 'athena:StartQueryExecution', here('athena', `workgroup/${names.forensicsWorkgroup}`)),
    ask('fetch saved questions', 'athena:GetNamedQuery', here('athena', `workgroup/${names.forensicsWorkgroup}`)),
    ask(
      'read the tables',
      'glue:GetTable',
      here('glue', 'catalog', `database/${database}`, `table/${database}/config_history`),
    ),
    ask('list evidence', 's3:ListBucket', buckets),
    ask('read evidence', 's3:GetObject', [...logged, ...recorded]),
    ask('decrypt evidence', 'kms:Decrypt', [platform.evidenceKey], platform.throughS3(home)),
    ask('write answers', 's3:PutObject', [results]),
    ask('read answers', 's3:GetObject', [results]),
    ask('make data keys for answers', 'kms:GenerateDataKey', [key], platform.throughS3(home)),
    ask('decrypt answers', 'kms:Decrypt', [key], platform.throughS3(home)),
  ];
}

const NOT_A_SERVICE = { 'aws:ViaAWSService': 'false' };

const parsed = (text: string) => JSON.parse(text) as PolicyDocument;

/** Those that audit.yaml names, or anybody of the audit account. */
function peopleOf({ organization }: Platform): Principal[] {
  const { id, partition, auditAccount, config } = organization;
  const { investigators } = config.forensics;
  if (investigators.length === 0) return [new Account(auditAccount, id, partition).user('investigator')];
  return investigators.map((arn) => {
    const people = new Account(arn.split(':')[4]!, id, partition);
    const path = arn.slice(arn.indexOf('/') + 1);
    return arn.includes(':user/') ? people.user(path) : people.role(path);
  });
}
