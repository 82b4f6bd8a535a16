import { PublicKeys } from '../../lambdas/evidence/public-key';
import { verifyEvidence } from '../../lambdas/evidence/verify';
import { describeWithAwsCli, validateLogs } from './aws-cli';
import { AwsEndpoint } from './aws-endpoint';
import { Bucket } from './bucket';
import { delivered, HOUR, iso, publicKeys, signingKey, SMALL } from './organization-evidence';
import { labels, TAMPERINGS } from './tamperings';

/** Each run of the CLI takes a second; machines that do much else at once take their time. */
jest.setTimeout(120_000);

const KEYS = PublicKeys.parse([{ name: 'keys.json', text: JSON.stringify(publicKeys(SMALL)) }]);
const TRAIL = {
  arn: `arn:aws:cloudtrail:${SMALL.trailRegion}:${SMALL.accounts[0]}:trail/${SMALL.trail}`,
  bucket: SMALL.bucket,
  prefix: SMALL.prefix.slice(0, -1),
  organization: SMALL.organization,
};

describeWithAwsCli('`aws cloudtrail validate-logs` on the same evidence', () => {
  let endpoint: AwsEndpoint;

  beforeAll(async () => {
    const keys = Object.fromEntries(SMALL.regions.map((region) => [region, signingKey(region).entry]));
    endpoint = await AwsEndpoint.start(new Map(), TRAIL, keys);
  });
  afterAll(() => endpoint.stop());

  const asked = TAMPERINGS.filter(({ alike }) => !alike);

  test.each(asked)('says the same when tampered with: $what', async ({ tamper, found, unseen = false }) => {
    const bucket = Bucket.of(SMALL);
    tamper(bucket);
    endpoint.serve(bucket.objects);
    const theirs = await validateLogs(endpoint, {
      trail: TRAIL.arn,
      // One account and region a run.
      account: found.some((one) => one.includes(' 111/eu ')) ? '111111111111' : '222222222222',
      region: 'eu-central-1',
      from: iso(SMALL.start),
      to: iso(SMALL.start + SMALL.hours * HOUR),
    });
    const { findings } = await verifyEvidence(bucket, KEYS, { now: SMALL.start + 100 * HOUR });
    const ours = findings.map(({ key, from }) => labels.label(from ?? key ?? ''));
    expect(theirs.invalid.map(({ key }) => labels.label(key)).sort()).toEqual(unseen ? [] : ours.sort());
    expect(theirs.code).toBe(findings.length === 0 || unseen ? 0 : 1);
    expect(ours.length > 0).toBe(found.length > 0);
    expect(theirs.output).toContain('Results requested for ');
  });

  test('sees nothing of these', () => {
    expect(TAMPERINGS.filter(({ unseen }) => unseen).map(({ what }) => what)).toEqual([
      'events appended to a log as another member of its archive',
      'a log added',
      'the newest digest deleted',
      'the three newest digests deleted',
      'all digests deleted',
      'a digest added between two others',
      'an object of another kind among logs, and one among digests',
    ]);
  });

  test('takes a replica for evidence that was moved, which it is not', async () => {
    const replica = new Bucket(delivered({ ...SMALL, bucket: 'the-original' }), SMALL.bucket);
    endpoint.serve(replica.objects);
    const [account, region] = ['222222222222', 'eu-central-1'];
    const [from, to] = [iso(SMALL.start), iso(SMALL.start + SMALL.hours * HOUR)];
    const theirs = await validateLogs(endpoint, { trail: TRAIL.arn, account, region, from, to });
    expect(new Set(theirs.invalid.map(({ why }) => why))).toEqual(
      new Set(['has been moved from its original location']),
    );
    const ours = await verifyEvidence(replica, KEYS, { now: SMALL.start + 100 * HOUR });
    expect(ours).toMatchObject({ findings: [], copiesOf: ['the-original'] });
  });
});
