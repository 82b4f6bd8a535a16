import { parseAlert } from '../../lambdas/shared/api-call';
import { call } from '../lambdas/healers';
import { organization } from '../organizations';
import { Platform } from '../synthesized';
import { type BusEvent, type Location, type Woken, wokenBy } from './routes';

const MANAGEMENT = '111111111111';
const AUDIT = '222222222222';
const LOG_ARCHIVE = '333333333333';
const ARCHIVE = '444444444444';
const MEMBER = '555555555555';
const OURS = [MANAGEMENT, AUDIT, LOG_ARCHIVE, ARCHIVE, MEMBER];
const STRANGER = '999999999999';

/** The region of the events of AWS Organizations is governed, but not the home. */
const HOME = 'eu-west-1';
const GOVERNED = [HOME, 'us-east-1'];
const ARCHIVE_REGION = 'eu-central-1';
const EVERYWHERE = [...OURS, STRANGER].flatMap((account) =>
  [...GOVERNED, ARCHIVE_REGION].map((region) => ({ account, region })),
);

type Administrator = 'management' | 'delegated';

const platformOf = (administrator: Administrator, version: 5 | 6) =>
  new Platform(
    organization({
      accounts: { audit: AUDIT, logArchive: LOG_ARCHIVE, archive: ARCHIVE, members: [MEMBER] },
      regions: { home: HOME, governed: GOVERNED, archive: ARCHIVE_REGION },
      trail: { administrator },
      provider: { version },
    }),
  );

/** Calls of one service that must wake a healer. */
interface Changes {
  readonly service: string;
  readonly names: readonly string[];
  readonly requestParameters: Readonly<Record<string, unknown>>;
  /** Calls of the same service about the same things that weaken nothing. */
  readonly harmless: readonly string[];
}

const CHANGES: Readonly<Record<'trail' | 'recorder' | 'buckets' | 'keys' | 'guardrails', Changes>> = {
  trail: {
    service: 'cloudtrail',
    names: ['StopLogging', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'DeleteTrail'],
    requestParameters: { name: 'acme-organization-trail' },
    harmless: ['GetTrail', 'GetTrailStatus', 'StartLogging', 'LookupEvents'],
  },
  recorder: {
    service: 'config',
    names: [
      'StopConfigurationRecorder',
      'PutConfigurationRecorder',
      'DeleteConfigurationRecorder',
      'AssociateResourceTypes',
      'DisassociateResourceTypes',
      'PutDeliveryChannel',
      'DeleteDeliveryChannel',
      'PutRetentionConfiguration',
      'DeleteRetentionConfiguration',
    ],
    requestParameters: { configurationRecorderName: 'default' },
    harmless: ['DescribeConfigurationRecorders', 'StartConfigurationRecorder', 'PutEvaluations'],
  },
  buckets: {
    service: 's3',
    names: [
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'PutBucketVersioning',
      'DeleteBucket',
    ],
    requestParameters: { bucketName: 'acme-trail-333333333333-eu-west-1' },
    harmless: ['GetBucketPolicy', 'PutObject', 'ListBuckets'],
  },
  keys: {
    service: 'kms',
    names: ['DisableKey', 'DisableKeyRotation', 'ScheduleKeyDeletion'],
    requestParameters: { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' },
    harmless: ['EnableKey', 'CancelKeyDeletion', 'GenerateDataKey', 'Decrypt'],
  },
  guardrails: {
    service: 'organizations',
    names: ['DetachPolicy', 'UpdatePolicy', 'DeletePolicy', 'DisablePolicyType'],
    requestParameters: { policyId: 'p-a1b2c3d4', targetId: 'r-a1b2' },
    harmless: ['DescribePolicy', 'ListTargetsForPolicy', 'EnablePolicyType'],
  },
};

/** As the account and region of the caller has it. */
const eventOf = ({ service, requestParameters }: Changes, eventName: string, { account, region }: Location) => ({
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  ...call({ eventSource: `${service}.amazonaws.com`, eventName, awsRegion: region, requestParameters }),
  source: `aws.${service}`,
  account,
  time: '2026-03-01T10:00:05Z',
  region,
  resources: [],
});

const at = ({ account, region }: Location): string => `${account} ${region}`;
const described = ({ stack, name, ...location }: Woken): string => `${stack}: ${name} in ${at(location)}`;

/** What each account and region wakes with the same event; nothing is left out. */
const wakes = (platform: Platform, event: (where: Location) => BusEvent): Record<string, string[]> =>
  Object.fromEntries(
    EVERYWHERE.map((where) => [at(where), wokenBy(platform, event(where)).map(described)] as const).filter(
      ([, woken]) => woken.length > 0,
    ),
  );

/** What must be woken, by where the call was made. */
const expected = (administrator: Administrator): Readonly<Record<keyof typeof CHANGES, Record<string, string[]>>> => {
  const evidence = {
    [`${LOG_ARCHIVE} ${HOME}`]: [`evidence: acme-audit-heal-evidence in ${LOG_ARCHIVE} ${HOME}`],
    [`${ARCHIVE} ${ARCHIVE_REGION}`]: [`evidence: acme-audit-heal-evidence in ${ARCHIVE} ${ARCHIVE_REGION}`],
  };
  const trail = (account: string) => [`organization: acme-audit-heal-trail in ${account} ${HOME}`];
  return {
    // SCPs keep the audit account from a trail that the management account administers.
    trail:
      administrator === 'management'
        ? { [`${MANAGEMENT} ${HOME}`]: trail(MANAGEMENT) }
        : { [`${MANAGEMENT} ${HOME}`]: trail(AUDIT), [`${AUDIT} ${HOME}`]: trail(AUDIT) },
    recorder: Object.fromEntries(
      OURS.flatMap((account) =>
        GOVERNED.map((region) => [
          `${account} ${region}`,
          [`baseline-${account}: acme-audit-heal-recorder in ${account} ${region}`],
        ]),
      ),
    ),
    buckets: evidence,
    keys: evidence,
    guardrails: {
      [`${MANAGEMENT} us-east-1`]: [`organization: acme-audit-heal-guardrails in ${MANAGEMENT} us-east-1`],
    },
  };
};

const ROWS = Object.entries(CHANGES).flatMap(([part, changes]) =>
  changes.names.map((name) => ({ part: part as keyof typeof CHANGES, changes, name })),
);

describe.each([
  ['management', 6],
  ['delegated', 6],
  ['management', 5],
  ['delegated', 5],
] as const)('with the trail’s administrator %s and provider %i', (administrator, version) => {
  const platform = platformOf(administrator, version);

  test.each(ROWS)('$name wakes the healer of the $part, where it was called and only there', (row) => {
    const { part, changes, name } = row;
    expect(wakes(platform, (where) => eventOf(changes, name, where))).toEqual(expected(administrator)[part]);
  });

  test.each(ROWS)('what only resembles $name of $changes.service wakes nobody', ({ changes, name }) => {
    for (const [what, more, record] of [
      ['another service’s event', { source: 'aws.example' }, {}],
      ['another service’s call', {}, { eventSource: 'example.amazonaws.com' }],
      ['no call', { 'detail-type': 'AWS Service Event via CloudTrail' }, {}],
      ['a call whose name only starts alike', {}, { eventName: `${name}V2` }],
    ] as const) {
      const resembling = (where: Location) => {
        const event = eventOf(changes, name, where);
        return { ...event, ...more, detail: { ...event.detail, ...record } };
      };
      expect([what, wakes(platform, resembling)]).toEqual([what, {}]);
    }
  });

  test.each(Object.entries(CHANGES))('calls that weaken nothing of the %s wake nobody', (_part, changes) => {
    for (const name of changes.harmless)
      expect([name, wakes(platform, (where) => eventOf(changes, name, where))]).toEqual([name, {}]);
  });

  test('on the bus of the audit account, calls wake the healer of a delegated trail if the management account made them', () => {
    const bus = { account: AUDIT, region: HOME, name: 'acme-audit-events' };
    const forwarded = [...OURS, STRANGER].flatMap((account) =>
      wokenBy(platform, eventOf(CHANGES.trail, 'StopLogging', { account, region: HOME }), bus).map((woken) => [
        account,
        described(woken),
      ]),
    );
    const heard = [MANAGEMENT, `organization: acme-audit-heal-trail in ${AUDIT} ${HOME}`];
    expect(forwarded).toEqual(administrator === 'delegated' ? [heard] : []);
  });
});

test('the events are such as healers understand', () => {
  for (const { changes, name } of ROWS) {
    expect(parseAlert(eventOf(changes, name, { account: MANAGEMENT, region: HOME }))).toMatchObject({
      type: 'call',
      call: { eventName: name, eventSource: `${changes.service}.amazonaws.com`, region: HOME },
    });
  }
});
