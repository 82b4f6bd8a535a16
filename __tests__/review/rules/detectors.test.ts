import { detectors } from '../../../src/review/rules/detectors';
import { holds } from './cases';

const GUARDDUTY = 'aws_guardduty_detector';

holds(detectors, [
  {
    name: 'GuardDuty removed',
    change: { type: GUARDDUTY, base: { id: 'd-1', enable: true }, after: null },
    finds: [['detector-removed', 'high', 'GuardDuty d-1 is removed.']],
  },
  {
    name: 'Security Hub removed',
    change: { type: 'aws_securityhub_account', base: { id: '111111111111' }, after: null },
    finds: [['detector-removed', 'high', 'Security Hub 111111111111 is removed.']],
  },
  {
    name: 'analyzer removed',
    change: { type: 'aws_accessanalyzer_analyzer', base: { analyzer_name: 'all' }, after: null },
    finds: [['detector-removed', 'high', 'Access analyzer all is removed.']],
  },
  {
    name: 'GuardDuty disabled',
    change: { type: GUARDDUTY, base: { id: 'd-1' }, before: { enable: true }, after: { enable: false } },
    finds: [['detector-disabled', 'high', 'GuardDuty d-1 is disabled: it looks for nothing any more.']],
  },
  {
    name: 'GuardDuty slower',
    change: {
      type: GUARDDUTY,
      base: { id: 'd-1' },
      before: { finding_publishing_frequency: 'ONE_HOUR' },
      after: { finding_publishing_frequency: 'SIX_HOURS' },
    },
    finds: [['detector-slower', 'medium', 'GuardDuty d-1 tells of findings less often.']],
  },
  {
    name: 'a feature disabled',
    change: {
      type: 'aws_guardduty_detector_feature',
      base: { name: 'S3_DATA_EVENTS' },
      before: { status: 'ENABLED' },
      after: { status: 'DISABLED' },
    },
    finds: [['detector-narrowed', 'medium', 'GuardDuty no longer looks at S3_DATA_EVENTS, or for fewer accounts.']],
  },
  {
    name: 'new accounts only',
    change: {
      type: 'aws_guardduty_organization_configuration',
      before: { auto_enable_organization_members: 'ALL' },
      after: { auto_enable_organization_members: 'NEW' },
    },
    finds: [['detector-narrowed', 'medium', 'GuardDuty is no longer enabled by itself in all accounts.']],
  },
  {
    name: 'a standard removed',
    change: { type: 'aws_securityhub_standards_subscription', base: { standards_arn: 's' }, after: null },
    finds: [['detector-narrowed', 'medium', 'A standard of Security Hub is removed (s).']],
  },
]);
