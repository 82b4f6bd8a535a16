import { KEY_TYPES } from '../../evidence/keys';
import type { Change } from '../../change';
import type { Scene } from '../../scene';
import { text } from '../known';
import { nameOf } from '../naming';
import type { RuleTexts } from '../rule';
import { watch, type Circumstances } from '../watch';
import { policyRules, policyWeakenings, type PolicyKind } from './weakening';

const KIND: PolicyKind = {
  reach: 'exclusive',
  rules: { widened: 'key-policy-widened', undenied: 'key-denial-removed', revoked: 'key-delivery-revoked' },
  delivery: { action: 'kms:GenerateDataKey', services: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] },
};

export const keyPolicyRules: RuleTexts = {
  ...policyRules('a key', KIND.rules),
  'key-delivery-revoked': {
    title: 'a service can no longer encrypt what it delivers',
    severity: 'critical',
    why: 'Evidence is still recorded, but cannot be written under the key; after some time it is lost.',
    better: 'a service can encrypt what it delivers',
  },
  'key-policy-reset': {
    title: 'the policy of a key falls back to the default',
    severity: 'high',
    why: 'By default the account’s own IAM policies decide who may use and administer the key.',
    better: 'a key gets a policy of its own',
  },
};

/** No policy is known: everything that a new one allows counts as gained. */
const NONE = '';

/** The keys that a policy is for. */
export const keysOf = (change: Change, scene: Scene): readonly Change[] => scene.keys.resourcesOf(change, ...KEY_TYPES);

/** Whether a policy resource says what the key reads back. */
const isSaidElsewhere = ({ change, scene }: Circumstances): boolean =>
  change.type !== 'aws_kms_key_policy' && scene.keys.resourcesOf(change, 'aws_kms_key_policy').length > 0;

export const keyPolicies = [
  watch<string | undefined>({
    reads: { ...Object.fromEntries(KEY_TYPES.map((type) => [type, ['policy']])), aws_kms_key_policy: ['policy'] },
    rule: 'key-policy-widened',
    form: ({ policy }) => text(policy),
    absent: ({ change, scene }, side) => {
      // The end of a policy is told as one; a key that is made new has nothing to lose.
      if (side === 'after' || change.type !== 'aws_kms_key_policy') return undefined;
      const keys = keysOf(change, scene);
      if (keys.length > 0 && keys.every(({ kind }) => kind === 'create')) return undefined;
      const [policy] = keys.map((key) => key.before?.policy);
      return typeof policy === 'string' ? policy : NONE;
    },
    skips: isSaidElsewhere,
    compare: (before, after, { change }) => {
      const [was, is] = [before, after].map((policy) => (policy === NONE ? undefined : policy));
      return policyWeakenings(`key ${nameOf(change, 'description', 'key_id', 'id')}`, was, is, KIND);
    },
  }),
];
