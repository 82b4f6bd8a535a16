import { block, blocks, flag, missingFrom, some, text, texts } from '../known';
import type { RuleTexts } from '../rule';
import { watch } from '../watch';
import { called, piece } from './piece';

export const accessRules: RuleTexts = {
  'public-access-opened': {
    title: 'public access to a bucket is no longer blocked',
    severity: 'high',
    why: 'One policy or ACL more, and everybody can read the evidence or write among it.',
    better: 'public access to a bucket is blocked',
  },
  'account-public-access-opened': {
    title: 'public access to an account’s buckets is no longer blocked',
    severity: 'high',
    why: 'Buckets of the account are kept from the public by their own settings alone.',
    better: 'public access to an account’s buckets is blocked',
  },
  'acl-widened': {
    title: 'an ACL lets others into a bucket',
    severity: 'high',
    why: 'ACLs grant beside every policy, to other accounts or to everybody.',
    better: 'an ACL lets fewer into a bucket',
  },
  'acls-enabled': {
    title: 'ACLs count again',
    severity: 'medium',
    why: 'Who writes an object can own it and grant it to others, past the bucket’s policy.',
    better: 'ACLs no longer count',
  },
};

const BLOCKS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'] as const;

export const publicAccess = piece<readonly string[]>({
  type: 'aws_s3_bucket_public_access_block',
  attributes: BLOCKS,
  inline: [],
  rule: 'public-access-opened',
  form: (known) => BLOCKS.filter((name) => flag(known[name], false)),
  formInline: () => [],
  nothing: [],
  least: true,
  compare: (before, after, circumstances) => {
    const gone = missingFrom(before, after);
    if (gone.length === 0) return [];
    const title = `Public access to ${called(circumstances)} is no longer blocked: ${gone.join(', ')}.`;
    return [{ rule: 'public-access-opened', title, essence: after.join() }];
  },
});

export const accountPublicAccess = watch<readonly string[]>({
  reads: { aws_s3_account_public_access_block: BLOCKS },
  rule: 'account-public-access-opened',
  form: (known) => BLOCKS.filter((name) => flag(known[name], false)),
  absent: () => [],
  compare: (before, after) => {
    const gone = missingFrom(before, after);
    if (gone.length === 0) return [];
    const title = `Public access to the account’s buckets is no longer blocked: ${gone.join(', ')}.`;
    return [{ rule: 'account-public-access-opened', title, essence: after.join() }];
  },
});

const EVERYBODY = 'everybody (http://acs.amazonaws.com/groups/global/AllUsers)';
const ANY_ACCOUNT = 'every AWS account (http://acs.amazonaws.com/groups/global/AuthenticatedUsers)';
const DELIVERY = 'S3 log delivery (http://acs.amazonaws.com/groups/s3/LogDelivery)';

/** What canned ACLs grant to others than the owner. Source: S3 user guide, "Canned ACL". */
const CANNED: Readonly<Record<string, readonly string[]>> = {
  private: [],
  'public-read': [`READ to ${EVERYBODY}`],
  'public-read-write': [`READ to ${EVERYBODY}`, `WRITE to ${EVERYBODY}`],
  'aws-exec-read': ['READ to Amazon EC2'],
  'authenticated-read': [`READ to ${ANY_ACCOUNT}`],
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
  'log-delivery-write': [`READ_ACP to ${DELIVERY}`, `WRITE to ${DELIVERY}`],
};

const GROUPS: Readonly<Record<string, string>> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': EVERYBODY,
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': ANY_ACCOUNT,
  'http://acs.amazonaws.com/groups/s3/LogDelivery': DELIVERY,
};

const canned = (acl: string | undefined): readonly string[] => (acl === undefined ? [] : (CANNED[acl] ?? [acl]));

/** FULL_CONTROL holds all the others. */
const granted = (permission: string, grantee: string): readonly string[] =>
  (permission === 'FULL_CONTROL' ? ['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP'] : [permission]).map(
    (each) => `${each} to ${GROUPS[grantee] ?? grantee}`,
  );

/** What an ACL grants, the owner's own rights left out. */
export const acl = piece<readonly string[]>({
  type: 'aws_s3_bucket_acl',
  attributes: ['acl', 'access_control_policy'],
  inline: ['acl', 'grant'],
  rule: 'acl-widened',
  // Beside a canned ACL the grants are what S3 makes of it.
  ignores: ({ change }) =>
    typeof change.after?.acl === 'string' && change.after.acl !== '' ? ['access_control_policy'] : [],
  form: (known) => {
    const policy = block(known.access_control_policy);
    const owner = text(block(policy?.owner)?.id);
    const grants = blocks(policy?.grant).flatMap((grant) => {
      const grantee = block(grant.grantee) ?? {};
      const who = text(grantee.uri) ?? text(grantee.id) ?? text(grantee.email_address) ?? '';
      return who === owner ? [] : granted(text(grant.permission) ?? '', who);
    });
    // The provider reads grants back beside a canned ACL, which says it all.
    return text(known.acl) === undefined ? grants : canned(text(known.acl));
  },
  formInline: (known) => [
    ...canned(text(known.acl)),
    // Which of them is the owner the state does not tell; its grant is read back, so that it is none that is new.
    ...blocks(known.grant).flatMap((grant) =>
      texts(grant.permissions).flatMap((each) => granted(each, text(grant.uri) ?? text(grant.id) ?? '')),
    ),
  ],
  nothing: [],
  compare: (before, after, circumstances) => {
    const gained = missingFrom(after, before);
    if (gained.length === 0) return [];
    return [
      {
        rule: 'acl-widened',
        title: `An ACL lets others into ${called(circumstances)}.`,
        details: [`Granted: ${some(gained)}`],
        essence: [...after].sort().join(),
      },
    ];
  },
});

/** Who owns objects. Without a setting of its own a bucket of before April 2023 has ACLs, and so ObjectWriter counts. */
export const ownership = piece<string>({
  type: 'aws_s3_bucket_ownership_controls',
  attributes: ['rule'],
  inline: [],
  rule: 'acls-enabled',
  form: ({ rule }) => text(block(rule)?.object_ownership) ?? 'ObjectWriter',
  formInline: () => 'ObjectWriter',
  nothing: 'ObjectWriter',
  least: true,
  compare: (before, after, circumstances) =>
    before === 'BucketOwnerEnforced' && after !== before
      ? [
          {
            rule: 'acls-enabled',
            title: `ACLs count again in ${called(circumstances)}.`,
            details: [`Object ownership: ${before} -> ${after}`],
            essence: after,
          },
        ]
      : [],
});
