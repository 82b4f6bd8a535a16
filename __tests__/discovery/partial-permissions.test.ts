import { parseOrganization } from '../../src/config/load';
import { discover, type Found } from '../../src/discovery/discovery';
import { type Draft, draftOf } from '../../src/discovery/draft';
import { DiscoveryError, spoken } from '../../src/discovery/gap';
import { ALL } from './drafted';
import { type Answers, FakeAws, HOME, LOGS, MANAGEMENT, refused, trails, USUAL } from './fake-organization';

const here = (service: string, resource: string) => `arn:aws:${service}:${HOME}:${MANAGEMENT}:${resource}`;
const answers: Answers = {
  ...USUAL,
  ...trails({
    KmsKeyId: `arn:aws:kms:${HOME}:${LOGS}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    CloudWatchLogsLogGroupArn: here('logs', 'log-group:/aws/trail:*'),
    CloudWatchLogsRoleArn: `arn:aws:iam::${MANAGEMENT}:role/ToLogs`,
    SnsTopicARN: here('sns', 'deliveries'),
  }),
  'CloudWatchLogs.DescribeLogGroups': () => ({ logGroups: [{ logGroupName: '/aws/trail', retentionInDays: 90 }] }),
  'SNS.GetTopicAttributes': () => ({ Attributes: {} }),
  'Organizations.ListPolicies': ({ Filter }: { Filter: string }) => ({
    Policies: Filter === 'SERVICE_CONTROL_POLICY' ? [{ Id: 'p-11111111', Name: 'deny' }] : [],
  }),
  'Organizations.ListTargetsForPolicy': () => ({ Targets: [{ TargetId: 'r-a1b2' }] }),
  'Organizations.DescribePolicy': () => ({ Policy: { Content: '{}' } }),
  'Organizations.ListTagsForResource': () => ({ Tags: [] }),
};

async function without(call: string, error: string): Promise<{ found: Found; drafted: Draft }> {
  const found = await discover(new FakeAws({ ...answers, [call]: refused(error) }), { regions: [], accounts: [] });
  return { found, drafted: draftOf(found, ALL) };
}
const commentsOf = ({ text }: Draft) => text.replaceAll(/\n\s*#\s*/g, ' ');

/** Without these there is nothing to go on. */
const NEEDED = ['DescribeOrganization', 'ListAccounts', 'ListRoots'].map((call) => `Organizations.${call}`);
const OTHERS = Object.keys(answers).filter(
  (call) => ![...NEEDED, 'EC2.DescribeRegions', 'STS.GetCallerIdentity'].includes(call),
);
const ERRORS = ['AccessDenied', 'ThrottlingException', 'UnrecognizedClientException', 'InternalServerError'];

describe.each(ERRORS)('where AWS answers %s', (error) => {
  test.each(OTHERS)('to %s alone, the file can be read and says so', async (call) => {
    const { found, drafted } = await without(call, error);
    expect(found.gaps.length).toBeGreaterThan(0);
    for (const gap of found.gaps) expect(commentsOf(drafted)).toContain(spoken(gap));
    const filled = drafted.text.replace(/(?<=\n {2}mode:)(?= # FILL IN)/, ' GOVERNANCE');
    expect(() => parseOrganization(filled, 'audit.yaml')).not.toThrow();
  });

  test.each([...NEEDED, 'EC2.DescribeRegions'])('to %s, nothing is written', async (call) => {
    await expect(without(call, error)).rejects.toThrow(DiscoveryError);
  });
});

test.each(['CloudTrail.DescribeTrails', 'CloudTrail.ListTrails'])(
  'where %s is denied, nobody says that there is no trail',
  async (call) => {
    const found = await discover(
      new FakeAws({
        ...answers,
        'CloudTrail.DescribeTrails': () => ({ trailList: [] }),
        [call]: refused('AccessDenied'),
      }),
      { regions: [], accounts: [] },
    );
    const drafted = draftOf(found, ALL);
    const why =
      'whether there is an organization trail could not be read; one that is not in adopt.trail gets a second beside it, which costs money';
    expect(drafted.notes.doubtful).toContain(why);
    expect(commentsOf(drafted)).toContain(`CHECK: ${why}.`);
    expect(drafted.text).not.toContain('No organization trail was found');
  },
);

test('where an account does not list its buckets, nobody says that it owns none', async () => {
  const { drafted } = await without('S3.ListBuckets', 'AccessDenied');
  expect(drafted.notes.left).toContain('the trail bucket org-logs: who owns it could not be read in every account');
});
