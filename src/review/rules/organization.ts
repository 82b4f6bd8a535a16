import { policyRules, policyWeakenings, type PolicyKind } from './policies/weakening';
import { flag, missingFrom, text, texts } from './known';
import { fromTo, nameOf } from './naming';
import type { RuleTexts } from './rule';
import { watch, type Family } from './watch';

const DELEGATION: PolicyKind = {
  reach: 'exclusive',
  rules: { widened: 'delegation-policy-widened', undenied: 'delegation-denial-removed' },
};

const rules: RuleTexts = {
  'organization-destroyed': {
    title: 'the organization is destroyed',
    severity: 'critical',
    why: 'With it go every guardrail, the organization’s trail and rules, and every account’s membership.',
  },
  'trusted-access-removed': {
    title: 'a service loses trusted access to the organization',
    severity: 'high',
    why: 'Trails, rules, packs and aggregators of the organization stop working for its accounts.',
    better: 'a service gains trusted access to the organization',
  },
  'policy-type-disabled': {
    title: 'a type of policy is disabled in the organization',
    severity: 'critical',
    why: 'Every policy of the type is detached everywhere; enabling it again attaches none.',
    better: 'a type of policy is enabled in the organization',
  },
  'delegated-administrator-removed': {
    title: 'a delegated administrator is removed',
    severity: 'high',
    why: 'What it administers for the organization, such as rules, packs and aggregators, ends or can no longer be changed.',
    better: 'a delegated administrator is registered',
  },
  'account-removed': {
    title: 'an account leaves the organization or is closed',
    severity: 'high',
    why: 'Neither the organization’s trail nor its rules and guardrails reach it any more; closing it deletes what it holds.',
  },
  'account-moved': {
    title: 'an account moves to another organizational unit',
    severity: 'medium',
    why: 'Other guardrails hold there, and the evidence of who may do what changes with them.',
  },
  ...policyRules('the organization’s delegation', DELEGATION.rules),
};

/** Services that an audit stands on. */
const AUDITING =
  /^(?:cloudtrail|config|config-multiaccountsetup|guardduty|securityhub|access-analyzer|reporting\.trail|inspector2|macie|detective|member\.org\.stacksets\.cloudformation|auditmanager|securitylake)\.amazonaws\.com$/;

const DELEGATED = [
  'aws_organizations_delegated_administrator',
  'aws_cloudtrail_organization_delegated_admin_account',
  'aws_guardduty_organization_admin_account',
  'aws_securityhub_organization_admin_account',
];

/** The organization: whom it trusts, who administers it, and who belongs to it. */
export const organization: Family = {
  name: 'organization',
  rules,
  ends: [
    {
      types: ['aws_organizations_organization'],
      destroyed: 'organization-destroyed',
      replaced: 'organization-destroyed',
      title: () => 'The organization is destroyed.',
      undo: () => 'Accounts have to be invited, and every guardrail, trail and rule made anew.',
    },
    {
      types: DELEGATED,
      destroyed: 'delegated-administrator-removed',
      replaced: 'delegated-administrator-removed',
      title: ({ change }, replaced) =>
        `Account ${nameOf(change, 'account_id', 'admin_account_id')} no longer administers ${serviceOf(change.type, change.before?.service_principal)} for the organization${replaced ? '; another one does' : ''}.`,
      undo: () => 'What the service deletes with the administrator, such as aggregators’ data, is collected anew.',
    },
    {
      types: ['aws_organizations_account'],
      destroyed: 'account-removed',
      replaced: 'account-removed',
      title: ({ change }) =>
        `Account ${nameOf(change)} ${change.before?.close_on_deletion === true ? 'is closed' : 'leaves the organization'}.`,
      undo: ({ change }) =>
        change.before?.close_on_deletion === true
          ? 'For 90 days AWS Support can open it again; after that everything in it is gone, locks included.'
          : 'The account has to be invited again.',
    },
  ],
  watches: [
    watch({
      reads: { aws_organizations_organization: ['aws_service_access_principals'] },
      rule: 'trusted-access-removed',
      form: (known) => texts(known.aws_service_access_principals),
      compare: (before, after) => {
        const gone = missingFrom(before, after);
        if (gone.length === 0) return [];
        return [
          {
            rule: 'trusted-access-removed',
            ...(gone.some((service) => AUDITING.test(service)) ? {} : { severity: 'medium' as const }),
            title: `Trusted access to the organization is taken from ${gone.join(', ')}.`,
            essence: gone.join(),
          },
        ];
      },
    }),
    watch({
      reads: { aws_organizations_organization: ['enabled_policy_types'] },
      rule: 'policy-type-disabled',
      form: (known) => texts(known.enabled_policy_types),
      compare: (before, after) => {
        const gone = missingFrom(before, after);
        if (gone.length === 0) return [];
        const guards = gone.some((type) => type === 'SERVICE_CONTROL_POLICY' || type === 'RESOURCE_CONTROL_POLICY');
        return [
          {
            rule: 'policy-type-disabled',
            ...(guards ? {} : { severity: 'high' as const }),
            title: `Policies of type ${gone.join(', ')} no longer hold anywhere in the organization.`,
            undo: 'Every policy has to be attached again.',
            essence: gone.join(),
          },
        ];
      },
    }),
    watch({
      reads: { aws_organizations_organization: ['feature_set'] },
      rule: 'policy-type-disabled',
      form: (known) => text(known.feature_set) ?? 'ALL',
      compare: (before, after) =>
        before === 'ALL' && after !== 'ALL'
          ? [{ rule: 'policy-type-disabled', title: 'Policies no longer hold anywhere in the organization.', details: [fromTo('feature_set', before, after)] }] // prettier-ignore
          : [],
    }),
    watch({
      reads: { aws_organizations_account: ['parent_id'] },
      rule: 'account-moved',
      form: (known) => text(known.parent_id) ?? '',
      compare: (before, after, { change }) => [
        {
          rule: 'account-moved',
          title: `Account ${nameOf(change)} moves to where other guardrails may hold.`,
          details: [fromTo('parent_id', before, after)],
        },
      ],
    }),
    watch({
      reads: { aws_organizations_account: ['close_on_deletion'] },
      rule: 'account-removed',
      form: (known) => flag(known.close_on_deletion, false),
      compare: (before, after, { change }) =>
        !before && after
          ? [
              {
                rule: 'account-removed',
                severity: 'medium',
                title: `The next plan that removes account ${nameOf(change)} closes it, with everything in it.`,
              },
            ]
          : [],
    }),
    watch<string | undefined>({
      reads: { aws_organizations_resource_policy: ['content'] },
      rule: 'delegation-policy-widened',
      form: (known) => text(known.content),
      absent: () => '',
      compare: (before, after) =>
        policyWeakenings('the organization’s delegation', before || undefined, after || undefined, DELEGATION),
    }),
  ],
};

function serviceOf(type: string, principal: unknown): string {
  if (typeof principal === 'string' && principal !== '') return principal;
  return { aws_cloudtrail_organization_delegated_admin_account: 'CloudTrail', aws_guardduty_organization_admin_account: 'GuardDuty', aws_securityhub_organization_admin_account: 'Security Hub' }[type] ?? 'a service'; // prettier-ignore
}
