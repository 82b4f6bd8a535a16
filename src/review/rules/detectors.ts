import { rarityOf } from './frequencies';
import { flag, number, text } from './known';
import { fromTo, nameOf } from './naming';
import type { RuleTexts } from './rule';
import { watch, type Family } from './watch';

const rules: RuleTexts = {
  'detector-removed': {
    title: 'a detector is removed',
    severity: 'high',
    why: 'Nothing looks for attacks or for access from outside there any more, and its findings are deleted.',
    better: 'a detector is added',
  },
  'detector-disabled': {
    title: 'a detector is disabled',
    severity: 'high',
    why: 'Nothing looks for attacks there any more.',
    better: 'a detector is enabled',
  },
  'detector-slower': {
    title: 'a detector tells of findings less often',
    severity: 'medium',
    why: 'Who waits for findings hears of them later.',
    better: 'a detector tells of findings more often',
  },
  'detector-narrowed': {
    title: 'a detector looks at less',
    severity: 'medium',
    why: 'What it does not look at it does not find.',
    better: 'a detector looks at more',
  },
};

const WHAT: Readonly<Record<string, string>> = {
  aws_guardduty_detector: 'GuardDuty',
  aws_securityhub_account: 'Security Hub',
  aws_securityhub_finding_aggregator: 'The aggregation of Security Hub findings',
  aws_accessanalyzer_analyzer: 'Access analyzer',
  aws_securityhub_standards_subscription: 'A standard of Security Hub',
  aws_guardduty_publishing_destination: 'The export of GuardDuty findings',
};
const PARTS = ['aws_securityhub_standards_subscription', 'aws_securityhub_finding_aggregator', 'aws_guardduty_publishing_destination']; // prettier-ignore

/** Detectors beside the audit: GuardDuty, Security Hub, IAM Access Analyzer. */
export const detectors: Family = {
  name: 'detectors',
  rules,
  ends: [
    {
      types: Object.keys(WHAT).filter((type) => !PARTS.includes(type)),
      destroyed: 'detector-removed',
      replaced: 'detector-removed',
      title: ({ change }, replaced) =>
        `${WHAT[change.type]} ${nameOf(change, 'analyzer_name', 'id')} is removed${replaced ? ' and made again, without its findings' : ''}.`,
      undo: () => 'Findings that are deleted do not come back.',
    },
    {
      types: PARTS,
      destroyed: 'detector-narrowed',
      replaced: 'compared',
      title: ({ change }) => `${WHAT[change.type]} is removed (${nameOf(change, 'standards_arn', 'id')}).`,
    },
  ],
  watches: [
    watch({
      reads: { aws_guardduty_detector: ['enable'] },
      rule: 'detector-disabled',
      form: (known) => flag(known.enable, true),
      compare: (before, after, { change }) =>
        before && !after
          ? [
              {
                rule: 'detector-disabled',
                title: `GuardDuty ${nameOf(change, 'id')} is disabled: it looks for nothing any more.`,
              },
            ]
          : [],
    }),
    watch({
      reads: { aws_guardduty_detector: ['finding_publishing_frequency'] },
      rule: 'detector-slower',
      form: (known) => text(known.finding_publishing_frequency) ?? 'SIX_HOURS',
      compare: (before, after, { change }) =>
        rarityOf(PUBLISHING, after) > rarityOf(PUBLISHING, before)
          ? [
              {
                rule: 'detector-slower',
                title: `GuardDuty ${nameOf(change, 'id')} tells of findings less often.`,
                details: [fromTo('Every', before, after)],
              },
            ]
          : [],
    }),
    watch({
      reads: {
        aws_guardduty_detector_feature: ['status'],
        aws_guardduty_organization_configuration_feature: ['auto_enable'],
      },
      rule: 'detector-narrowed',
      form: (known) => number(FEATURE[text(known.status) ?? text(known.auto_enable) ?? '']) ?? 0,
      compare: (before, after, { change }) =>
        after < before
          ? [
              {
                rule: 'detector-narrowed',
                title: `GuardDuty no longer looks at ${nameOf(change)}, or for fewer accounts.`,
              },
            ]
          : [],
    }),
    watch({
      reads: {
        aws_guardduty_organization_configuration: ['auto_enable_organization_members'],
        aws_securityhub_organization_configuration: ['auto_enable'],
      },
      rule: 'detector-narrowed',
      form: (known, type) =>
        type === 'aws_guardduty_organization_configuration'
          ? (FEATURE[text(known.auto_enable_organization_members) ?? 'NONE'] ?? 0)
          : Number(flag(known.auto_enable, false)),
      compare: (before, after, { change }) =>
        after < before
          ? [
              {
                rule: 'detector-narrowed',
                title: `${change.type.includes('guardduty') ? 'GuardDuty' : 'Security Hub'} is no longer enabled by itself in ${after === 0 ? 'new accounts' : 'all accounts'}.`,
              },
            ]
          : [],
    }),
  ],
};

const PUBLISHING = ['FIFTEEN_MINUTES', 'ONE_HOUR', 'SIX_HOURS'];
/** How many accounts a feature reaches, roughly. */
const FEATURE: Readonly<Record<string, number>> = { DISABLED: 0, NONE: 0, NEW: 1, ENABLED: 2, ALL: 2 };
