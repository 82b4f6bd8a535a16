import { key } from '../../../src/review/rules/key';
import { UNKNOWN, type Attributes } from '../../../src/review/value';
import { holds, type Case, type Given } from './cases';

const type = 'aws_kms_key';
const KEY = {
  key_id: 'one',
  description: 'evidence',
  is_enabled: true,
  enable_key_rotation: true,
  rotation_period_in_days: 365,
  deletion_window_in_days: 30,
};
const EVIDENCE: Given = { type: 'aws_cloudtrail', base: { kms_key_id: 'arn:aws:kms:us-east-1:111111111111:key/one' } };

const of = (name: string, after: Attributes | null, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({
  name,
  change: { type, base: KEY, before: {}, after },
  around: [EVIDENCE],
  finds,
  mirror,
});

const statement = (more: Record<string, unknown>): unknown => ({ Effect: 'Allow', Resource: '*', ...more });
const policy = (...statements: unknown[]): Attributes => ({
  policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const ROOT = statement({ Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*' });
const WRITER = statement({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:GenerateDataKey*' });
const OUTSIDER = statement({ Principal: { AWS: 'arn:aws:iam::999999999999:root' }, Action: 'kms:Decrypt' });
const DENIAL = statement({ Effect: 'Deny', Principal: '*', Action: 'kms:ScheduleKeyDeletion' });

const policyCase = (name: string, before: Attributes | null, after: Attributes | null, finds: Case['finds'], mirror: Case['mirror'] = []): Case => ({
  name,
  change: { type: 'aws_kms_key_policy', base: { key_id: 'one' }, before, after },
  around: [EVIDENCE, { type, base: KEY, before: { policy: 'read back' }, after: { policy: 'read back, changed' } }],
  finds,
  mirror,
}); // prettier-ignore

const GRANT = {
  key_id: 'one',
  grantee_principal: 'arn:aws:iam::999999999999:role/x',
  operations: ['Decrypt'],
  constraints: [],
};

holds(key, [
  of('destroyed', null, [['key-deletion', 'critical', 'Key evidence is scheduled for deletion: what is encrypted under it becomes unreadable.']]),
  {
    name: 'destroyed, not known to hold evidence',
    change: { type, base: KEY, after: null },
    finds: [['key-deletion', 'high']],
  },
  {
    name: 'destroyed with its alias and policy',
    change: { type, base: KEY, after: null },
    around: [
      EVIDENCE,
      { type: 'aws_kms_alias', base: { name: 'alias/a', target_key_id: 'one' }, after: null },
      { type: 'aws_kms_key_policy', base: { key_id: 'one', ...policy(ROOT) }, after: null },
    ],
    finds: [['key-deletion', 'critical']],
  },
  of('disabled', { is_enabled: false }, [['key-disabled', 'critical', 'Key evidence is disabled: evidence can neither be written nor read under it.']]),
  {
    name: 'a replica disabled',
    change: { type: 'aws_kms_replica_key', base: { key_id: 'one' }, before: { enabled: true }, after: { enabled: false } },
    around: [EVIDENCE],
    finds: [['key-disabled', 'critical']],
  },
  of('not rotated', { enable_key_rotation: false }, [['key-rotation-off', 'high', 'Key evidence is no longer rotated.']]),
  of('rotated a day later', { rotation_period_in_days: 366 }, [['key-rotation-slower', 'low', 'Key evidence is rotated less often.']]),
  of('rotation period unset', { rotation_period_in_days: null }, []),
  of('a shorter wait', { deletion_window_in_days: 29 }, [['key-window-shortened', 'medium', 'Key evidence would be deleted 29 days after somebody orders it through Terraform.']]),
  of('another description', { description: 'x' }, []),
  of('unknown policy', { policy: UNKNOWN }, [['key-policy-widened', 'high']], [['key-policy-widened', 'high']]),
  {
    name: 'alias removed',
    change: { type: 'aws_kms_alias', base: { name: 'alias/evidence', target_key_id: 'one' }, after: null },
    around: [EVIDENCE],
    finds: [['key-alias-removed', 'medium', 'The alias alias/evidence is removed.']],
  },
  {
    name: 'alias moved',
    change: { type: 'aws_kms_alias', base: { name: 'alias/evidence' }, before: { target_key_id: 'one' }, after: { target_key_id: 'two' } },
    around: [EVIDENCE],
    finds: [['key-alias-moved', 'high', 'The alias alias/evidence stands for another key.']],
    mirror: [['key-alias-moved', 'high']],
  },
  {
    name: 'granted',
    change: { type: 'aws_kms_grant', base: GRANT, before: null },
    around: [EVIDENCE],
    finds: [['key-grant-added', 'high', 'arn:aws:iam::999999999999:role/x is granted the use of a key: Decrypt.']],
  },
  {
    name: 'granted more',
    change: { type: 'aws_kms_grant', base: GRANT, before: {}, after: { operations: ['CreateGrant', 'Decrypt'] }, kind: 'replace' },
    around: [EVIDENCE],
    finds: [['key-grant-added', 'high', 'arn:aws:iam::999999999999:role/x is granted the use of a key: CreateGrant.']],
  },
  {
    name: 'granted with a new key',
    change: { type: 'aws_kms_grant', base: GRANT, before: null },
    around: [EVIDENCE, { type, base: KEY, before: null }],
    finds: [],
  },
  policyCase('policy widened', policy(ROOT), policy(ROOT, OUTSIDER), [['key-policy-widened', 'high']]),
  policyCase('policy denies less', policy(ROOT, DENIAL), policy(ROOT), [['key-denial-removed', 'high']]),
  policyCase('policy without its writer', policy(ROOT, WRITER), policy(ROOT), [['key-delivery-revoked', 'critical']], [['key-policy-widened', 'high']]),
  policyCase('writer refused', policy(ROOT, WRITER), policy(ROOT, WRITER, statement({ Effect: 'Deny', Principal: '*', Action: 'kms:*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })), [['key-delivery-revoked', 'critical']], [['key-denial-removed', 'high']]),
  policyCase('policy reset', policy(ROOT), null, [['key-policy-reset', 'high', 'The policy of key one falls back to the default.']], [['key-policy-widened', 'high']]),
  policyCase('policy rewritten', policy(ROOT, WRITER), policy(WRITER, ROOT), []),
  {
    name: 'policy of the key itself widened',
    change: { type, base: KEY, before: policy(ROOT), after: policy(ROOT, OUTSIDER) },
    around: [EVIDENCE],
    finds: [['key-policy-widened', 'high']],
  },
]); // prettier-ignore
