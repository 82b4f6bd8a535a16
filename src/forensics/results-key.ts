import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { ADMINISTRATION } from '../keys/evidence-key';
import type { Place } from '../placement/placement';
import { allowRoles, type Statement, toPolicyJson } from '../policy/statement';
import type { Questioned } from './questioned';

/** Within its own policy a key is called `*`. */
const THIS_KEY = ['*'];

/** The key of answers. Unlike evidence's it may be destroyed: what it encrypts expires, and can be asked again. */
export class ResultsKey extends Construct {
  /** Known only after apply. */
  readonly arn: string;

  constructor(scope: Construct, id: string, place: Place, organization: Questioned) {
    super(scope, id);
    const key = new KmsKey(this, 'key', {
      ...place,
      description: 'Answers of the audit evidence, for investigators',
      deletionWindowInDays: 30,
      enableKeyRotation: true,
      policy: toPolicyJson(resultsKeyPolicy(organization)),
    });
    this.arn = key.arn;
    new KmsAlias(this, 'alias', { ...place, name: organization.names.forensicsKeyAlias, targetKeyId: key.keyId });
  }
}

/** Investigators use it, through S3 at home. Administrators of the account manage it, and read nothing with it. */
export function resultsKeyPolicy(organization: Questioned): Statement[] {
  const { id, auditAccount, home, dnsSuffix, investigatorRoleArn } = organization;
  return [
    {
      sid: 'AdministerWithoutUse',
      effect: 'Allow',
      principal: { AWS: organization.arn('iam', { account: auditAccount, resource: 'root' }) },
      actions: ADMINISTRATION,
      resources: THIS_KEY,
    },
    allowRoles(id, [investigatorRoleArn], {
      sid: 'InvestigatorKeepsAnswers',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: THIS_KEY,
      condition: { StringEquals: { 'kms:ViaService': `s3.${home}.${dnsSuffix}` } },
    }),
  ];
}
