import { notices } from '../../src/config/notices';
import { organization } from '../organizations';

/** An organization of which there is nothing to say. */
const QUIET = {
  organization: { trustedAccess: 'managed' },
  retention: { mode: 'GOVERNANCE', years: 7 },
  provider: { managementRoleName: 'AuditDeployer' },
  alarms: { topicArns: ['arn:aws:sns:us-east-1:222222222222:security-alerts'] },
};

test('there may be nothing to say', () => {
  expect(notices(organization(QUIET))).toEqual([]);
});

test('of the smallest organization, this is to be known', () => {
  expect(notices(organization())).toEqual([
    'irreversible: objects in acme-trail-222222222222-us-east-1 and acme-archive-222222222222-us-west-2 are locked for 7 years (COMPLIANCE); nobody can shorten that',
    'assumed: trusted access for CloudTrail and Config, and SCPs and RCPs enabled on the root; a plan of the organization stack fails where they are missing',
    'assumed: the credentials in use are those of the management account 111111111111',
  ]);
});

const HISTORY = 'capped: AWS Config keeps its own history 2557 days, its limit; the copies in S3 live';
const LOG_GROUP = "capped: the trail's log group keeps 3653 days, the limit of CloudWatch Logs; the log files live";

const WITHOUT =
  'unprotected: without RCPs nothing but the bucket and key policies stands between the management account and the evidence';

/** RCPs of an organization whose evidence lies in two accounts, 333333333333 and 444444444444. */
const rcps = (resourceControlPolicies: object) => ({
  accounts: { logArchive: '333333333333', archive: '444444444444', members: ['555555555555'] },
  guardrails: { resourceControlPolicies },
});
const CHINA = {
  regions: { home: 'cn-north-1', governed: ['cn-north-1'], archive: 'cn-northwest-1' },
  alarms: { topicArns: ['arn:aws-cn:sns:cn-north-1:222222222222:security-alerts'] },
};

describe('a notice', () => {
  test.each<[sentence: string, settings: Record<string, unknown>, ...lines: string[]]>([
    [
      'of locks that last a year',
      { retention: { mode: 'COMPLIANCE', years: 1 } },
      'irreversible: objects in acme-trail-222222222222-us-east-1 and acme-archive-222222222222-us-west-2 are locked for 1 year (COMPLIANCE); nobody can shorten that',
    ],
    [
      'of missing protection',
      { deletionProtection: false },
      'unprotected: deletionProtection is false; keys and evidence can be destroyed with all they hold',
    ],
    [
      'of policies that bind nobody',
      { guardrails: { attachTo: [] } },
      'unprotected: guardrails.attachTo is empty; the SCPs are created but bind nobody',
    ],
    ['is none of policies that bind somebody', { guardrails: { attachTo: ['r-a1b2'] } }],
    [
      'of each optional policy that binds nobody',
      {
        guardrails: {
          optional: [
            { policy: 'quarantine', attachTo: [] },
            { policy: 'deny-root-user' },
            { policy: 'deny-ungoverned-regions', attachTo: [] },
          ],
        },
      },
      'unprotected: attachTo of quarantine in guardrails.optional is empty; it is created but binds nobody',
      'unprotected: attachTo of deny-ungoverned-regions in guardrails.optional is empty; it is created but binds nobody',
    ],
    [
      'is none of optional policies that bind somebody',
      { guardrails: { optional: [{ policy: 'quarantine', attachTo: ['ou-a1b2-11111111'] }] } },
    ],
    ['of RCPs that are switched off', rcps({ enabled: false }), WITHOUT],
    ['of RCPs that are switched off, wherever they would attach', rcps({ enabled: false, attachTo: [] }), WITHOUT],
    ['of RCPs that are switched off, if elsewhere', rcps({ enabled: false, attachTo: ['555555555555'] }), WITHOUT],
    ['of RCPs that China has not', { ...CHINA, ...rcps({}) }, WITHOUT],
    ['is none of RCPs that China has', { ...CHINA, ...rcps({ enabled: true }) }],
    [
      'of RCPs that bind nobody',
      rcps({ attachTo: [] }),
      'unprotected: guardrails.resourceControlPolicies.attachTo is empty; the RCPs are created but bind nobody',
    ],
    [
      'of RCPs elsewhere than evidence',
      rcps({ attachTo: ['555555555555'] }),
      'unprotected: no RCP is attached to 333333333333 and 444444444444, where evidence lies',
    ],
    [
      'of RCPs where some evidence lies',
      rcps({ attachTo: ['444444444444', '555555555555'] }),
      'unprotected: no RCP is attached to 333333333333, where evidence lies',
    ],
    ['is none of RCPs where all evidence lies', rcps({ attachTo: ['444444444444', '333333333333'] })],
    ['is none of RCPs on the root', rcps({ attachTo: ['r-a1b2'] })],
    [
      'is none of RCPs on a unit, which may hold the accounts',
      rcps({ attachTo: ['ou-a1b2-11111111', '555555555555'] }),
    ],
    ['of a capped history', { retention: { mode: 'GOVERNANCE', years: 8 } }, `${HISTORY} 8 years`],
    [
      'is none of a log group that can keep 10 years',
      { retention: { mode: 'GOVERNANCE', years: 10 } },
      `${HISTORY} 10 years`,
    ],
    [
      'of a capped log group',
      { retention: { mode: 'GOVERNANCE', years: 11 } },
      `${HISTORY} 11 years`,
      `${LOG_GROUP} 11 years`,
    ],
    [
      'is none of a log group whose days are chosen',
      { retention: { mode: 'GOVERNANCE', years: 11 }, trail: { logRetentionDays: 90 } },
      `${HISTORY} 11 years`,
    ],
    [
      'of trusted access',
      { organization: { trustedAccess: 'assumed' } },
      'assumed: trusted access for CloudTrail and Config, and SCPs and RCPs enabled on the root; a plan of the organization stack fails where they are missing',
    ],
    [
      'of trusted access, without RCPs',
      { organization: { trustedAccess: 'assumed' }, ...rcps({ enabled: false }) },
      WITHOUT,
      'assumed: trusted access for CloudTrail and Config, and SCPs enabled on the root; a plan of the organization stack fails where they are missing',
    ],
    [
      'of the service-linked role everywhere',
      { recorder: { serviceLinkedRoleExistsIn: 'all' } },
      'assumed: AWSServiceRoleForConfig exists in every account',
    ],
    [
      'of the service-linked role in some accounts',
      { recorder: { serviceLinkedRoleExistsIn: ['111111111111', '222222222222'] } },
      'assumed: AWSServiceRoleForConfig exists in 111111111111, 222222222222',
    ],
    [
      'of the service-linked role in one account',
      { recorder: { serviceLinkedRoleExistsIn: ['222222222222'] } },
      'assumed: AWSServiceRoleForConfig exists in 222222222222',
    ],
    ['is none of a service-linked role that is created', { recorder: { serviceLinkedRoleExistsIn: [] } }],
    [
      'is none of a role everywhere that is not used',
      { recorder: { role: 'custom', serviceLinkedRoleExistsIn: 'all' } },
    ],
    [
      'is none of a role in some accounts that is not used',
      { recorder: { role: 'custom', serviceLinkedRoleExistsIn: ['222222222222'] } },
    ],
    [
      'of a topic',
      { recorder: { snsTopicName: 'config-changes' } },
      'assumed: the SNS topic config-changes exists in 222222222222 in every governed region and lets Config publish',
    ],
    [
      'of opt-in regions, each once',
      {
        regions: { governed: ['us-east-1', 'eu-south-1', 'eu-south-2'], archive: 'eu-south-2' },
      },
      'assumed: the opt-in region eu-south-1 is enabled in every account',
      'assumed: the opt-in region eu-south-2 is enabled in every account',
    ],
    [
      'of an archive in an opt-in region',
      { regions: { archive: 'il-central-1' } },
      'assumed: the opt-in region il-central-1 is enabled in every account',
    ],
    [
      'of the credentials in use',
      { provider: {} },
      'assumed: the credentials in use are those of the management account 111111111111',
    ],
  ])('%s', (_, settings, ...lines) => {
    expect(notices(organization({ ...QUIET, ...settings }))).toEqual(lines);
  });
});
