import {
  ACCOUNT,
  allow,
  deny,
  keyArn,
  LET_GO,
  of,
  OUTSIDE,
  policy,
  role,
  root,
  uuid,
  type Found,
} from './planned-case';

let keys = 0;
const key = of('aws_kms_key', (name) => {
  const key_id = uuid(++keys);
  return {
    base: { description: name, is_enabled: true, enable_key_rotation: true, deletion_window_in_days: 30, bypass_policy_lockout_safety_check: false },
    computed: { id: key_id, key_id, arn: keyArn(key_id), multi_region: false, customer_master_key_spec: 'SYMMETRIC_DEFAULT', key_usage: 'ENCRYPT_DECRYPT' },
  };
}); // prettier-ignore

/** Keys that only others speak of: their policies, aliases and grants. */
const [POLICY_KEY, FIRST, SECOND, GRANTED] = [801, 802, 803, 804].map(uuid) as [string, string, string, string];
const keyPolicy = of('aws_kms_key_policy', () => ({ base: { key_id: POLICY_KEY }, computed: { id: POLICY_KEY } }));
const alias = of('aws_kms_alias', (name) => ({ base: { name: `alias/${name}` }, computed: { id: `alias/${name}` } }));
const grant = of('aws_kms_grant', (name) => ({
  base: { key_id: GRANTED, grantee_principal: role('reader') },
  computed: { id: `${GRANTED}:${name}`, grant_id: name, grant_token: 't' },
}));

const ROOT = allow(root(ACCOUNT), 'kms:*');
const DECRYPTER = allow(root(OUTSIDE), 'kms:Decrypt');
const WRITER = allow({ Service: 'cloudtrail.amazonaws.com' }, 'kms:GenerateDataKey*', { Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/org` } } }); // prettier-ignore
const NO_DELETION = deny('kms:ScheduleKeyDeletion');
const DEVIATION: Found = [['key-alias-moved', 'high']];

export const keyCases = [
  key('gone', {}, null, [['key-deletion', 'critical']]),
  key('off', {}, { is_enabled: false }, [['key-disabled', 'critical']]),
  key('old', {}, { enable_key_rotation: false }, [['key-rotation-off', 'high']]),
  key('slow', { rotation_period_in_days: 365 }, { rotation_period_in_days: 366 }, [['key-rotation-slower', 'low']]),
  key('soon', {}, { deletion_window_in_days: 7 }, [['key-window-shortened', 'medium']]),
  key('forgotten', {}, LET_GO, [['evidence-unmanaged', 'medium']]),
  key('wide', policy(ROOT), policy(ROOT, DECRYPTER), [['key-policy-widened', 'high']]),
  key('undenied', policy(ROOT, NO_DELETION), policy(ROOT), [['key-denial-removed', 'high']]),
  key('undelivered', policy(ROOT, WRITER), policy(ROOT), [['key-delivery-revoked', 'critical']], [['key-policy-widened', 'low']]), // prettier-ignore
  key('refused', policy(ROOT, WRITER), policy(ROOT, WRITER, deny('kms:GenerateDataKey', { Principal: { Service: 'cloudtrail.amazonaws.com' } })), [['key-delivery-revoked', 'critical']], [['key-denial-removed', 'high']]), // prettier-ignore
  key('rewritten', policy(ROOT, DECRYPTER), policy({ ...DECRYPTER, Sid: 'Reader' }, allow({ AWS: ACCOUNT }, ['KMS:*'])), []), // prettier-ignore
  keyPolicy('reset', policy(ROOT, NO_DELETION), null, [['key-policy-reset', 'high']], [['key-policy-widened', 'high']]),
  alias('moved', { target_key_id: FIRST }, { target_key_id: SECOND }, DEVIATION, DEVIATION),
  alias('gone', { target_key_id: FIRST }, null, [['key-alias-removed', 'medium']]),
  grant('new', null, { operations: ['Decrypt'] }, [['key-grant-added', 'high']]),
  grant('more', { operations: ['DescribeKey'] }, { operations: ['Decrypt', 'DescribeKey'] }, [['key-grant-added', 'high']]), // prettier-ignore
];

export const EVIDENCE_KEYS = [
  ...keyCases.flatMap(({ computed }) => (typeof computed.key_id === 'string' ? [computed.key_id] : [])),
  POLICY_KEY,
  FIRST,
  SECOND,
  GRANTED,
];
