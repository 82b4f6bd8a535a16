import { scheduled } from '../events';
import { queryAnswer, queryError, reportedTo, serviceThat, type WireAnswers } from '../over-http';
import { key, noKey, ready, report, rootLine, userLine } from '../reports';
import { jsonAnswer } from '../service';
import { ACCOUNT, Artifacts } from './artifact';

const RULES = ['config-recording', 'iam-root-unused', 'iam-user-no-initial-access-key'] as const;

const used = (days: number) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`;
const ann = (rotated: string) =>
  report(rootLine(), userLine('ann', { password: 'true', keys: [key({ rotated }), noKey] }));
const listed = (action = 'ListUsers') =>
  queryAnswer(
    action,
    '<Users><member><UserName>ann</UserName><UserId>AIDAANN</UserId><Arn>arn:aws:iam::111122223333:user/ann</Arn>' +
      '<CreateDate>2026-01-01T00:00:00Z</CreateDate></member></Users><IsTruncated>false</IsTruncated>',
  );
const config = (recording: boolean): WireAnswers => ({
  DescribeConfigurationRecorders: () =>
    jsonAnswer({
      ConfigurationRecorders: [
        { name: 'default', recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
      ],
    }),
  DescribeConfigurationRecorderStatus: () =>
    jsonAnswer({ ConfigurationRecordersStatus: [{ name: 'default', recording, lastStatus: 'SUCCESS' }] }),
  DescribeDeliveryChannels: () => jsonAnswer({ DeliveryChannels: [{ name: 'default' }] }),
  DescribeDeliveryChannelStatus: () => jsonAnswer({ DeliveryChannelsStatus: [{ name: 'default' }] }),
});
const REGIONS = JSON.stringify({ regions: 'eu-central-1,us-east-1' });
const ACCOUNTWIDE = ['AWS::::Account', ACCOUNT];
const ANN = ['AWS::IAM::User', 'AIDAANN'];

let artifacts: Artifacts;
beforeAll(() => {
  artifacts = new Artifacts(RULES);
}, 60_000);
afterAll(() => artifacts?.remove());

async function run(rule: string, answers: WireAnswers, ruleParameters = '{}') {
  const service = await serviceThat(answers);
  try {
    const event = scheduled({ accountId: ACCOUNT, ruleParameters });
    const { error } = await artifacts.run(rule, event, service.url);
    return { error, reported: reportedTo(service) };
  } finally {
    service.stop();
  }
}

test.each<[string, string, WireAnswers, string, readonly string[], string]>([
  ['records', 'config-recording', config(true), 'COMPLIANT', ACCOUNTWIDE, REGIONS],
  ['does not record', 'config-recording', config(false), 'NON_COMPLIANT', ACCOUNTWIDE, REGIONS],
  ['rests', 'iam-root-unused', ready(report(rootLine({ used: used(31) }))), 'COMPLIANT', ACCOUNTWIDE, '{}'],
  ['was used', 'iam-root-unused', ready(report(rootLine({ used: used(1) }))), 'NON_COMPLIANT', ACCOUNTWIDE, '{}'],
  ['got a key later', 'iam-user-no-initial-access-key', { ...ready(ann('2026-01-02T00:00:00Z')), ListUsers: () => listed() }, 'COMPLIANT', ANN, '{}'],
  ['got a key at once', 'iam-user-no-initial-access-key', { ...ready(ann('2026-01-01T00:00:00Z')), ListUsers: () => listed() }, 'NON_COMPLIANT', ANN, '{}'],
])('what %s: %s', async (_what, rule, answers, compliance, [type, id], ruleParameters) => {
  const { error, reported } = await run(rule, answers, ruleParameters);
  expect(error).toBeUndefined();
  expect(reported.map((each) => [each.ComplianceResourceType, each.ComplianceResourceId, each.ComplianceType])).toEqual([
    [type, id, compliance],
  ]);
}, 60_000); // prettier-ignore

test.each(RULES)(
  '%s, refused by AWS, fails and reports nothing',
  async (rule) => {
    const refused = () => (rule === 'config-recording' ? jsonAnswer({ __type: 'AccessDeniedException', message: 'AccessDenied' }, 400) : queryError('AccessDenied', 403)); // prettier-ignore
    const answers = { DescribeConfigurationRecorders: refused, GenerateCredentialReport: refused };
    const { error, reported } = await run(rule, answers, rule === 'config-recording' ? REGIONS : '{}');
    expect(error).toContain('AccessDenied');
    expect(reported).toEqual([]);
  },
  60_000,
);

test('a credential report that expires between two calls is made again', async () => {
  const { GenerateCredentialReport, GetCredentialReport } = ready(report(rootLine()));
  let calls = 0;
  const answers = {
    GenerateCredentialReport,
    GetCredentialReport: () => (++calls === 1 ? queryError('ReportExpired', 410) : GetCredentialReport()),
  };
  expect(await run('iam-root-unused', answers)).toMatchObject({
    error: undefined,
    reported: [{ ComplianceType: 'COMPLIANT' }],
  });
}, 60_000);
