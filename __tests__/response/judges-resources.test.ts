import { ACCOUNT, type Case, isRight, isWrong, OTHER, refuses, testJudges } from './judges';

const DATABASE = 'db-M5ENSHXFPU6XHZ4G4ZEI5QIO2U';
const database = (PubliclyAccessible: boolean, DbiResourceId = DATABASE): Case => ({
  resourceId: DATABASE,
  reads: { ReadInstance: { DBInstances: [{ DBInstanceIdentifier: 'orders', DbiResourceId, PubliclyAccessible }] } },
});
const databaseWas = (PubliclyAccessible: boolean) => ({ DBInstanceIdentifier: 'orders', PubliclyAccessible });

const versions = (found: object, mfaDelete = 'false'): Case => ({
  resourceId: 'orders-of-acme',
  reads: { ReadVersioning: found },
  parameters: { MfaDelete: mfaDelete },
});

const OPEN = { State: 'applied', HttpTokens: 'optional', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' };
const TOKENS = { ...OPEN, HttpTokens: 'required' };
const instance = (MetadataOptions: object, state = 'running'): Case => ({
  resourceId: 'i-0123456789abcdef0',
  reads: { ReadInstance: { Reservations: [{ Instances: [{ State: { Name: state }, MetadataOptions }] }] } },
});

const TRAIL = `arn:aws:cloudtrail:eu-central-1:${ACCOUNT}:trail/orders`;
const trail = (LogFileValidationEnabled: boolean | undefined, TrailARN = TRAIL): Case => ({
  resourceId: 'orders',
  reads: { ReadTrail: { Trail: { TrailARN, LogFileValidationEnabled } } },
});

const BUCKET = 'arn:aws:s3:::acme-audit-flow-logs';
const FLOW_LOG = { FlowLogId: 'fl-1', FlowLogStatus: 'ACTIVE', TrafficType: 'ALL', LogDestination: BUCKET };
const vpc = (flowLogs: readonly object[], { OwnerId = ACCOUNT, more = {}, parameters = {} } = {}): Case => ({
  resourceId: 'vpc-0123456789abcdef0',
  reads: { ReadVpc: { Vpcs: [{ OwnerId }] }, ReadFlowLogs: { FlowLogs: flowLogs, ...more } },
  parameters: { LogDestinationArn: BUCKET, ...parameters },
});
const flowLogWas = (flowLog: object) => ({ ...FLOW_LOG, DeliverLogsStatus: null, ...flowLog });

testJudges({
  'rds-public-access': {
    public: [
      database(true),
      isWrong('orders is publicly accessible', databaseWas(true), { DBInstanceIdentifier: 'orders' }),
    ],
    private: [database(false), isRight('orders is not publicly accessible', databaseWas(false))],
    gone: [
      { resourceId: DATABASE, reads: { ReadInstance: { DBInstances: [] } } },
      isRight('the instance is gone', null),
    ],
    another: [database(true, 'db-ANOTHER'), refuses(`orders is another instance than ${DATABASE}`)],
  },
  's3-bucket-versioning': {
    never: [versions({}), isWrong('versioning is off', { Status: null, MFADelete: null })],
    suspended: [
      versions({ Status: 'Suspended', MFADelete: 'Disabled' }),
      isWrong('versioning is Suspended', { Status: 'Suspended', MFADelete: 'Disabled' }),
    ],
    'off, and MFA delete asked': [
      versions({}, 'true'),
      isWrong('versioning is off', { Status: null, MFADelete: null }),
    ],
    on: [versions({ Status: 'Enabled' }), isRight('versions are kept', { Status: 'Enabled', MFADelete: null })],
    'on with MFA delete, as asked': [
      versions({ Status: 'Enabled', MFADelete: 'Enabled' }, 'True'),
      isRight('versions are kept', { Status: 'Enabled', MFADelete: 'Enabled' }),
    ],
    'on without the MFA delete that is asked': [
      versions({ Status: 'Enabled' }, 'True'),
      refuses('versions are kept, but MFA delete is off: only the root user with its MFA device mends that'),
    ],
    'suspended with MFA delete': [
      versions({ Status: 'Suspended', MFADelete: 'Enabled' }),
      refuses("MFA delete is on: only the root user with its MFA device changes this bucket's versioning"),
    ],
  },
  'ec2-imdsv2': {
    'without tokens': [instance(OPEN), isWrong('the instance serves metadata without a token', OPEN)],
    'without tokens, stopped': [
      instance(OPEN, 'stopped'),
      isWrong('the instance serves metadata without a token', OPEN),
    ],
    'tokens required': [instance(TOKENS), isRight('tokens are required', TOKENS)],
    'tokens about to be required': [
      instance({ ...TOKENS, State: 'pending' }),
      isWrong('tokens are not required yet', { ...TOKENS, State: 'pending' }),
    ],
    'tokens required at the next start': [
      instance({ ...TOKENS, State: 'pending' }, 'stopped'),
      isRight('tokens are required', { ...TOKENS, State: 'pending' }),
    ],
    'no metadata at all': [
      instance({ ...OPEN, HttpEndpoint: 'disabled' }),
      isRight('the instance serves no metadata', { ...OPEN, HttpEndpoint: 'disabled' }),
    ],
    terminated: [instance(OPEN, 'terminated'), isRight('the instance is gone', null)],
    gone: [{ resourceId: 'i-0123456789abcdef0', reads: { ReadInstance: {} } }, isRight('the instance is gone', null)],
  },
  'trail-log-validation': {
    'no digests': [
      trail(false),
      isWrong(
        'the trail does not sign digests of its log files',
        { TrailARN: TRAIL, LogFileValidationEnabled: false },
        { TrailARN: TRAIL },
      ),
    ],
    'not said': [
      trail(undefined),
      isWrong(
        'the trail does not sign digests of its log files',
        { TrailARN: TRAIL, LogFileValidationEnabled: false },
        { TrailARN: TRAIL },
      ),
    ],
    digests: [
      trail(true),
      isRight('the trail signs digests of its log files', { TrailARN: TRAIL, LogFileValidationEnabled: true }),
    ],
    "the organization's, as a member sees it": [
      trail(false, TRAIL.replace(ACCOUNT, OTHER)),
      refuses(`${TRAIL.replace(ACCOUNT, OTHER)} belongs to account ${OTHER}: mend it there`),
    ],
    'gone, by its ARN': [
      { resourceId: TRAIL, reads: { ReadTrail: { Tolerated: 'TrailNotFoundException' } } },
      { wrong: false, left: false, why: 'the trail is gone' },
    ],
    'unknown here, by its name': [
      { resourceId: 'orders', reads: { ReadTrail: { Tolerated: 'TrailNotFoundException' } } },
      { wrong: false, left: true, why: 'no trail of this name is at home here; mend it where it is' },
    ],
    'at home elsewhere': [
      trail(false, TRAIL.replace('eu-central-1', 'us-east-1')),
      refuses(`${TRAIL.replace('eu-central-1', 'us-east-1')} is at home in us-east-1: mend it there`),
    ],
  },
  'vpc-flow-logs': {
    none: [vpc([]), isWrong('no flow log of the VPC records traffic of ACCEPT and REJECT', [])],
    all: [vpc([FLOW_LOG]), isRight('it is recorded', [flowLogWas({})])],
    'more than asked': [
      vpc([FLOW_LOG], { parameters: { TrafficType: 'REJECT' } }),
      isRight('it is recorded', [flowLogWas({})]),
    ],
    'less than asked': [
      vpc([{ ...FLOW_LOG, TrafficType: 'REJECT' }]),
      isWrong('no flow log of the VPC records traffic of ACCEPT', [flowLogWas({ TrafficType: 'REJECT' })]),
    ],
    'two halves': [
      vpc([
        { ...FLOW_LOG, TrafficType: 'REJECT' },
        { ...FLOW_LOG, FlowLogId: 'fl-2', TrafficType: 'ACCEPT' },
      ]),
      isRight('it is recorded', [
        flowLogWas({ TrafficType: 'REJECT' }),
        flowLogWas({ FlowLogId: 'fl-2', TrafficType: 'ACCEPT' }),
      ]),
    ],
    'not active': [
      vpc([{ ...FLOW_LOG, FlowLogStatus: 'INACTIVE' }]),
      isWrong('no flow log of the VPC records traffic of ACCEPT and REJECT', [
        flowLogWas({ FlowLogStatus: 'INACTIVE' }),
      ]),
    ],
    'cannot deliver elsewhere': [
      vpc([{ ...FLOW_LOG, LogDestination: 'arn:aws:s3:::elsewhere', DeliverLogsStatus: 'FAILED' }]),
      isWrong('no flow log of the VPC records traffic of ACCEPT and REJECT', [
        flowLogWas({ LogDestination: 'arn:aws:s3:::elsewhere', DeliverLogsStatus: 'FAILED' }),
      ]),
    ],
    'cannot deliver there': [
      vpc([
        {
          ...FLOW_LOG,
          LogDestination: `${BUCKET}/`,
          DeliverLogsStatus: 'FAILED',
          DeliverLogsErrorMessage: 'Access error',
        },
      ]),
      refuses(`fl-1 cannot deliver to ${BUCKET}: Access error; mend the place`),
    ],
    'cannot deliver there, but another does': [
      vpc([FLOW_LOG, { ...FLOW_LOG, FlowLogId: 'fl-2', DeliverLogsStatus: 'FAILED' }]),
      isRight('it is recorded', [flowLogWas({}), flowLogWas({ FlowLogId: 'fl-2', DeliverLogsStatus: 'FAILED' })]),
    ],
    "another account's": [vpc([], { OwnerId: OTHER }), refuses(`the VPC belongs to account ${OTHER}: mend it there`)],
    'more than a page': [
      vpc([], { more: { NextToken: 'more' } }),
      refuses('the VPC has more flow logs than can be judged at once'),
    ],
    gone: [
      { resourceId: 'vpc-0123456789abcdef0', reads: { ReadVpc: { Vpcs: [] }, ReadFlowLogs: { FlowLogs: [] } } },
      isRight('the VPC is gone', null),
    ],
  },
});
