import { DELIVERING } from '../../evidence/buckets';
import { called, piece } from '../bucket/piece';
import { text } from '../known';
import type { RuleTexts } from '../rule';
import { policyRules, policyWeakenings, type PolicyKind } from './weakening';

const KIND: PolicyKind = {
  reach: 'resource',
  rules: { widened: 'bucket-policy-widened', undenied: 'bucket-denial-removed', revoked: 'bucket-delivery-revoked' },
  delivery: { action: 's3:PutObject', services: DELIVERING },
};

export const bucketPolicyRules: RuleTexts = {
  ...policyRules('a bucket', KIND.rules),
  'bucket-delivery-revoked': {
    title: 'a bucket no longer takes in what a service delivers',
    severity: 'critical',
    why: 'Evidence is still recorded, but cannot be written; after some time it is lost.',
    better: 'a bucket takes in what a service delivers',
  },
};

export const bucketPolicy = piece<string | undefined>({
  type: 'aws_s3_bucket_policy',
  attributes: ['policy'],
  inline: ['policy'],
  rule: 'bucket-policy-widened',
  form: ({ policy }) => text(policy),
  formInline: ({ policy }) => text(policy),
  nothing: undefined,
  compare: (before, after, circumstances) => policyWeakenings(called(circumstances), before, after, KIND),
});
