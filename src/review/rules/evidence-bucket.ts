import { accessLogging, copyRules, replication } from './bucket/copies';
import { accessRules, accountPublicAccess, acl, ownership, publicAccess } from './bucket/access';
import { contentRules, encryption, forceDestroy, versioning } from './bucket/content';
import { accessPoints, doorRules, notifications } from './bucket/doors';
import { lifecycle, lifecycleRules } from './bucket/lifecycle';
import { lock, lockRules } from './bucket/lock';
import { called, doubt } from './bucket/piece';
import { bucketPolicy, bucketPolicyRules } from './policies/bucket-policy';
import type { RuleTexts } from './rule';
import type { Family } from './watch';

const rules: RuleTexts = {
  'bucket-destroyed': {
    title: 'a bucket is destroyed',
    severity: 'critical',
    why: 'The evidence in it is deleted with it, or the apply fails halfway because a lock or an object keeps it.',
    better: 'a bucket is created',
  },
  ...lockRules,
  ...lifecycleRules,
  ...contentRules,
  ...accessRules,
  ...bucketPolicyRules,
  ...copyRules,
  ...doorRules,
};

/** Buckets: where evidence lies, and what keeps it there. */
export const evidenceBucket: Family = {
  name: 'evidence-bucket',
  rules,
  doubt: (circumstances) =>
    circumstances.change.type === 'aws_s3_account_public_access_block' ? undefined : doubt(circumstances),
  ends: [
    {
      types: ['aws_s3_bucket'],
      destroyed: 'bucket-destroyed',
      replaced: 'bucket-destroyed',
      title: (circumstances, replaced) =>
        `The ${called(circumstances)} is destroyed${replaced ? ' and another one made, empty' : ''}.`,
      details: ({ change }) => [
        change.before?.force_destroy === true
          ? 'With force_destroy everything in it is deleted, as far as no lock keeps it.'
          : 'Without force_destroy the apply fails while something is in it.',
      ],
      undo: () => 'Nothing brings deleted objects back; the name can be taken by anybody else meanwhile.',
    },
  ],
  watches: [
    lock,
    versioning,
    lifecycle,
    publicAccess,
    accountPublicAccess,
    acl,
    ownership,
    bucketPolicy,
    encryption,
    forceDestroy,
    replication,
    accessLogging,
    ...accessPoints,
    notifications,
  ],
};
