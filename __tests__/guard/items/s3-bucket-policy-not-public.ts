import { ACCOUNT, type Cases, item } from '../configuration-item';
import {
  ALL_TEXT_FORMS,
  CONFINING_CONDITIONS,
  type Form,
  NO_PLAIN_TRANSPORT,
  OWNER,
  WEAK_CONDITIONS,
  allow,
  allowAllBut,
  compact,
  document,
  each,
} from '../documents';
import { bucket } from '../resources';

const FILES = 'arn:aws:s3:::example/*';
const withPolicy = (policyText: string | null) => bucket({ BucketPolicy: { policyText } });
const anyone = (condition?: object) => withPolicy(compact(document(allow('*', 's3:GetObject', FILES, condition))));
const says = 'The bucket policy allows anyone';
const allBut = (form: Form, condition?: object) =>
  [withPolicy(form(document(allowAllBut({ AWS: ACCOUNT }, 's3:GetObject', FILES, condition)))), says] as const;

export const cases: Cases = {
  passing: {
    ...each('for its owner,', ALL_TEXT_FORMS, (form) => withPolicy(form(document(NO_PLAIN_TRANSPORT, OWNER)))),
    ...each('for anyone under a condition', CONFINING_CONDITIONS, anyone),
    'for anyone through one endpoint': anyone({ StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } }),
    'for CloudFront, on behalf of a distribution': withPolicy(
      compact(
        document(
          allow({ Service: 'cloudfront.amazonaws.com' }, 's3:GetObject', FILES, {
            StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE' },
          }),
        ),
      ),
    ),
  },
  failing: {
    ...each(
      'for anyone,',
      ALL_TEXT_FORMS,
      (form) => [withPolicy(form(document(NO_PLAIN_TRANSPORT, allow('*', 's3:GetObject', FILES)))), says] as const,
    ),
    ...each('for anyone under a condition', WEAK_CONDITIONS, (condition) => [anyone(condition), says] as const),
    ...each('for all but one,', ALL_TEXT_FORMS, (form) => allBut(form)),
    ...each('for all but one over TLS,', ALL_TEXT_FORMS, (form) => allBut(form, WEAK_CONDITIONS['on transport'])),
    ...each(
      'for anyone in a statement without a list,',
      ALL_TEXT_FORMS,
      (form) => [withPolicy(form({ Statement: allow('*', 's3:GetObject', FILES) })), says] as const,
    ),
    'for anyone who sends an ACL along': [
      anyone({ StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } }),
      says,
    ],
    'for anyone who comes from a page': [anyone({ StringLike: { 'aws:Referer': 'https://example.com/*' } }), says],
    'for anyone, although public access is blocked': [
      bucket({
        BucketPolicy: { policyText: compact(document(allow('*', 's3:GetObject', FILES))) },
        PublicAccessBlockConfiguration: { restrictPublicBuckets: true },
      }),
      says,
    ],
  },
  skipping: {
    'without a policy': withPolicy(null),
    'of another kind': item('AWS::S3::AccessPoint', { configuration: { Name: 'example', Policy: {} } }),
  },
};
