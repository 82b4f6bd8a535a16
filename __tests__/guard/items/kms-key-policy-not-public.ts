import { ACCOUNT, type Cases } from '../configuration-item';
import {
  ALL_TEXT_FORMS,
  CONFINING_CONDITIONS,
  OWNER,
  WEAK_CONDITIONS,
  allow,
  allowAllBut,
  document,
  each,
  reversed,
  spaced,
  type Statement,
} from '../documents';
import { key } from '../resources';

const withPolicy = (Policy: string | null) => key({}, { Policy });
const anyone = (condition?: object) => allow({ AWS: '*' }, 'kms:Decrypt', '*', condition);
const withStatement = (...statements: readonly Statement[]) => withPolicy(spaced(document(...statements)));
const says = 'The key policy allows anyone';

export const cases: Cases = {
  passing: {
    ...each('for its account,', ALL_TEXT_FORMS, (form) => withPolicy(form(document(OWNER)))),
    ...each('for anyone under a condition', CONFINING_CONDITIONS, (condition) => withStatement(anyone(condition))),
    'for anyone of one account through a service': withStatement(
      anyone({ StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }),
    ),
  },
  failing: {
    ...each('for anyone,', ALL_TEXT_FORMS, (form) => [withPolicy(form(document(OWNER, anyone()))), says] as const),
    ...each(
      'for anyone under a condition',
      WEAK_CONDITIONS,
      (condition) => [withStatement(OWNER, anyone(condition)), says] as const,
    ),
    'for anyone, members reversed': [withStatement(reversed(anyone())), says],
    'for all but one': [withStatement(OWNER, allowAllBut({ AWS: ACCOUNT }, 'kms:Decrypt', '*')), says],
    'for anyone in a statement without a list': [withPolicy(spaced({ Statement: anyone() })), says],
    'for anyone through a service': [
      withStatement(anyone({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } })),
      says,
    ],
    'for anyone with an encryption context': [
      withStatement(anyone({ StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::example/*' } })),
      says,
    ],
  },
  skipping: {
    'without a policy in the item': withPolicy(null),
    'that AWS manages': key(
      { keyManager: 'AWS' },
      { Policy: spaced(document(anyone({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }))) },
    ),
  },
};
