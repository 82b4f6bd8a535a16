import { ACCOUNT, OTHER_ACCOUNT, STRANGER } from '../events';
import { Desk, QUESTIONS, type Values } from './answers';
import { BUILD, DEPLOY, APP, INSTANCE, USUAL, INTRUSION, BACKGROUND } from './intrusion';

interface Answer {
  readonly with?: Values;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const events = (...rows: string[]): Answer => ({ columns: ['eventid'], rows: rows.map((row) => [row]) });

const AS_DEPLOY = [
  'backdoor',
  'backdoor-rights',
  'blinding',
  'opened',
  'miner',
  'secret',
  'loot',
  'copy',
  'share',
  'key',
  'emptied',
  'bucket',
  'shell',
];

const ANSWERS: Readonly<Record<string, Answer>> = {
  'access-denied-by-principal': {
    columns: ['principal', 'denied'],
    rows: [
      [BUILD, 3],
      [DEPLOY, 1],
    ],
  },
  'activity-in-unused-regions': {
    columns: ['account', 'region', 'action_names'],
    rows: [[OTHER_ACCOUNT, 'sa-east-1', 'ec2:AuthorizeSecurityGroupIngress, ec2:RunInstances']],
  },
  'activity-of-access-key': { ...events('into-deploy', 'into-deploy-there', ...AS_DEPLOY), with: { key: 'ASIATHIEF' } },
  'activity-of-address': {
    ...events(
      'who-am-i',
      'probe-0',
      'probe-1',
      'probe-2',
      'into-deploy',
      'into-deploy-there',
      ...AS_DEPLOY,
      'guess',
      'in',
      'root',
      'instance',
      'stranger',
    ),
    with: { address: '198.51.100.66' },
  },
  'activity-of-principal': {
    ...events('who-am-i', 'probe-0', 'probe-1', 'probe-2', 'into-deploy'),
    with: { principal: BUILD },
  },
  'audit-tampering': { ...events('blinding'), with: { evidence: 'org-evidence-%' } },
  'bucket-reads': {
    columns: ['bucket', 'principal', 'bytes'],
    rows: [
      ['payroll', DEPLOY, 5_000_000],
      ['data', APP, 10],
    ],
  },
  'compute-launched': { columns: ['principal', 'region', 'sizes'], rows: [[DEPLOY, 'sa-east-1', 'p5.48xlarge']] },
  'console-sign-in-failures': {
    columns: ['principal', 'succeeded_after_failing'],
    rows: [
      ['backdoor', true],
      [`arn:aws:iam::${OTHER_ACCOUNT}:root`, false],
    ],
  },
  'console-sign-in-without-mfa': events('in'),
  'cross-account-access': {
    columns: ['caller_account', 'account', 'action'],
    rows: [
      [ACCOUNT, OTHER_ACCOUNT, 'sts:AssumeRole'],
      [STRANGER, OTHER_ACCOUNT, 'sts:AssumeRole'],
    ],
  },
  'data-copied-out': events('copy'),
  deletions: events('bucket'),
  'error-spikes': { with: { minimum: '3' }, columns: ['principal', 'failed', 'usual'], rows: [] },
  'federated-sign-ins': events('carol'),
  'first-seen-addresses-of-principals': {
    columns: ['principal', 'sourceipaddress'],
    rows: [
      [`arn:aws:iam::${ACCOUNT}:role/web`, '198.51.100.66'],
      [BUILD, '198.51.100.66'],
      [DEPLOY, '198.51.100.66'],
    ],
  },
  'first-seen-calls-by-principal': {
    with: { principal: '%:user/build' },
    columns: ['new_principal', 'eventname'],
    rows: [
      [false, 'GetCallerIdentity'],
      [false, 'ListUsers'],
      [false, 'ListBuckets'],
      [false, 'DescribeInstances'],
    ],
  },
  'insights-in-window': { columns: ['insight_id'], rows: [] },
  'instance-credentials-outside': {
    columns: ['instance', 'sourceipaddress', 'other_addresses'],
    rows: [[INSTANCE, '198.51.100.66', '10.0.0.5']],
  },
  'interactive-access': events('shell'),
  'kms-key-tampering': events('key'),
  'new-credentials': events('backdoor'),
  'objects-deleted': { columns: ['bucket', 'principal', 'objects'], rows: [['payroll', DEPLOY, 2]] },
  'privilege-escalation': events('backdoor-rights'),
  'public-sharing': { columns: ['eventid', 'shared_with'], rows: [['share', STRANGER]] },
  'resource-at-time': {
    with: { resource: 'payroll', to: '2026-11-20T10:17:30Z' },
    columns: ['existed', 'configuration'],
    rows: [[true, '{"name":"payroll"}']],
  },
  'resource-changes': {
    with: { resource: 'payroll' },
    columns: ['status', 'eventid'],
    rows: [['ResourceDeleted', 'bucket']],
  },
  'role-assumption-chains': events('into-deploy', 'stranger', 'carol'),
  'root-activity': events('root'),
  'secrets-read': { columns: ['principal', 'secret_names'], rows: [[DEPLOY, 'db']] },
  'security-group-opened': events('opened'),
  'silent-hours': {
    with: { busy: '0', hours: '1' },
    columns: ['account', 'silent_from'],
    rows: [
      [ACCOUNT, '2026-11-20T11:00:00Z'],
      [ACCOUNT, '2026-11-20T11:00:00Z'],
      [OTHER_ACCOUNT, '2026-11-20T11:00:00Z'],
      [OTHER_ACCOUNT, '2026-11-20T11:00:00Z'],
    ],
  },
  'unusual-user-agents': {
    columns: ['principal', 'offensive'],
    rows: [
      [`arn:aws:iam::${ACCOUNT}:role/web`, true],
      [BUILD, true],
      [DEPLOY, true],
    ],
  },
};

const item = (time: string, more: object) => ({
  configurationItemCaptureTime: time,
  configurationItemStatus: 'OK',
  awsAccountId: OTHER_ACCOUNT,
  ARN: 'arn:aws:s3:::payroll',
  resourceType: 'AWS::S3::Bucket',
  resourceId: 'payroll',
  resourceName: 'payroll',
  configuration: { name: 'payroll' },
  ...more,
});

describe('a morning in an organization, all in one folder', () => {
  let desk: Desk;
  beforeAll(
    async () =>
      (desk = await Desk.with((folder) =>
        folder
          .trail([...USUAL, ...INTRUSION, ...BACKGROUND])
          .snapshot([item('2026-11-19T03:00:00.000Z', {})], '2026-11-20T03:00:00Z')
          .history([
            item('2026-11-20T10:19:00.000Z', { configurationItemStatus: 'ResourceDeleted', configuration: null }),
          ]),
      )),
  );
  afterAll(() => desk.close());

  test('every question is asked', () =>
    expect(Object.keys(ANSWERS).sort()).toEqual(QUESTIONS.all.map(({ name }) => name).sort()));

  test.each(Object.entries(ANSWERS))('%s', async (name, { with: values = {}, columns, rows }) => {
    const answer = await desk.ask(name, values);
    expect(answer.rows.map((row) => columns.map((column) => row[column]))).toEqual(rows);
  });
});
