import { readDesired } from '../../lambdas/heal-guardrails/desired';
import { inspector } from '../../lambdas/heal-guardrails/inspect';
import { type Answers, FakeAws } from './fake-aws';

const SCP = 'SERVICE_CONTROL_POLICY';
const RCP = 'RESOURCE_CONTROL_POLICY';
const CONTENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["a:B","c:D"],"Resource":"*"}]}';
/** The same, written otherwise. */
const SAME = '{ "Statement": [{"Resource":"*","Action":["c:D","a:B"],"Effect":"Deny"}], "Version":"2012-10-17" }';
const policy = (name: string, type = SCP, targets = ['r-1']) => ({ name, type, content: CONTENT, targets });
const DESIRED = { policies: [policy('scp-1', SCP, ['r-1', 'ou-1']), policy('rcp-1', RCP, ['111122223333'])] };

/** An organization in memory. */
class Organizations {
  enabled = [SCP, RCP];
  /** How often the root is shown before a type that was asked for is enabled. */
  delay = 0;
  readonly policies: Record<string, { type: string; content: string; targets: string[] }> = {
    'scp-1': { type: SCP, content: SAME, targets: ['r-1', 'ou-1', 'ou-9'] },
    'rcp-1': { type: RCP, content: CONTENT, targets: ['111122223333'] },
  };

  readonly answers: Answers = {
    ListRoots: () => {
      if (this.asked.length > 0 && this.delay-- <= 0) this.enabled.push(...this.asked.splice(0));
      const types = [...this.enabled.map((Type) => ({ Type, Status: 'ENABLED' })), { Type: 'TAG_POLICY', Status: 'PENDING_ENABLE' }]; // prettier-ignore
      return { Roots: [{ Id: 'r-1', PolicyTypes: types }] };
    },
    // Two pages, the first of them AWS's own.
    ListPolicies: ({ Filter, NextToken }: { Filter: string; NextToken?: string }) =>
      NextToken
        ? { Policies: Object.entries(this.policies).filter(([, { type }]) => type === Filter).map(([Name]) => ({ Id: `p-${Name}`, Name, AwsManaged: false })) }
        : { Policies: [{ Id: 'p-FullAWSAccess', Name: 'scp-1', AwsManaged: true }], NextToken: '2' }, // prettier-ignore
    DescribePolicy: ({ PolicyId }: { PolicyId: string }) => ({ Policy: { Content: this.policies[PolicyId.slice(2)]!.content } }), // prettier-ignore
    ListTargetsForPolicy: ({ PolicyId, NextToken }: { PolicyId: string; NextToken?: string }) => {
      const [first, ...rest] = this.policies[PolicyId.slice(2)]!.targets.map((TargetId) => ({ TargetId }));
      return NextToken ? { Targets: rest } : { Targets: first ? [first] : [], NextToken: '2' };
    },
    UpdatePolicy: ({ PolicyId, Content }: { PolicyId: string; Content: string }) => void (this.policies[PolicyId.slice(2)]!.content = Content), // prettier-ignore
    AttachPolicy: ({ PolicyId, TargetId }: { PolicyId: string; TargetId: string }) => {
      const { type, targets } = this.policies[PolicyId.slice(2)]!;
      if (!this.enabled.includes(type)) throw new Error('PolicyTypeNotEnabledException');
      targets.push(TargetId);
    },
    EnablePolicyType: ({ PolicyType }: { PolicyType: string }) => void this.asked.push(PolicyType),
  };
  private readonly asked: string[] = [];
}

async function healed(organizations: Organizations, desired: object = DESIRED) {
  const aws = new FakeAws(organizations.answers);
  const pauses: number[] = [];
  const inspect = inspector(async (ms) => void pauses.push(ms));
  const drifts = await inspect(readDesired(desired), aws);
  const reads = ['ListRoots', 'ListPolicies', 'DescribePolicy', 'ListTargetsForPolicy'];
  expect(aws.sent.splice(0).filter(({ command }) => !reads.includes(command))).toEqual([]);
  const mend = async () => {
    for (const drift of drifts) await drift.mend?.();
  };
  const calls = () => aws.sent.filter(({ command }) => !reads.includes(command)).map(({ command, input }) => [command, input]); // prettier-ignore
  const again = async () => (await inspect(readDesired(desired), aws)).map(({ what }) => what);
  return { drifts, whats: drifts.map(({ what }) => what), mend, calls, again, pauses };
}

test('policies as they should be are left alone, however written and wherever else attached', async () => {
  expect((await healed(new Organizations())).drifts).toEqual([]);
});

test('a policy that was detached is attached where it was, and nothing else', async () => {
  const organizations = new Organizations();
  organizations.policies['scp-1']!.targets = ['ou-1'];
  const { drifts, mend, calls, again } = await healed(organizations);
  expect(drifts).toMatchObject([{ what: 'scp-1 is not attached to r-1', was: ['ou-1'], wanted: 'r-1' }]);
  await mend();
  expect(calls()).toEqual([['AttachPolicy', { PolicyId: 'p-scp-1', TargetId: 'r-1' }]]);
  expect(await again()).toEqual([]);
});

test.each([
  '{"Version":"2012-10-17","Statement":[]}',
  CONTENT.replace('a:B', 'a:X'),
  CONTENT.replace('"c:D"', '"a:B"'),
])('a policy that was weakened is put back: %s', async (content) => {
  const organizations = new Organizations();
  organizations.policies['rcp-1']!.content = content;
  const { drifts, mend, calls, again } = await healed(organizations);
  expect(drifts).toMatchObject([{ what: 'the content of rcp-1 differs', was: content, wanted: CONTENT }]);
  await mend();
  expect(calls()).toEqual([['UpdatePolicy', { PolicyId: 'p-rcp-1', Content: CONTENT }]]);
  expect(await again()).toEqual([]);
});

test('a type of policy that was disabled is enabled, waited for, and its policies attached', async () => {
  const organizations = new Organizations();
  organizations.enabled = [SCP];
  organizations.policies['rcp-1']!.targets = [];
  organizations.delay = 2;
  const { whats, mend, calls, again, pauses } = await healed(organizations);
  expect(whats).toEqual([`policies of type ${RCP} are disabled`, 'rcp-1 is not attached to 111122223333']);
  await mend();
  expect(calls()).toEqual([
    ['EnablePolicyType', { RootId: 'r-1', PolicyType: RCP }],
    ['AttachPolicy', { PolicyId: 'p-rcp-1', TargetId: '111122223333' }],
  ]);
  expect(pauses).toEqual([3000, 3000]);
  expect(await again()).toEqual([]);
});

test('a type of policy that does not become enabled is an error', async () => {
  const organizations = new Organizations();
  organizations.enabled = [RCP];
  organizations.delay = 1000;
  const { mend, pauses } = await healed(organizations);
  await expect(mend()).rejects.toThrow(`${SCP} is not enabled a minute after`);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(60_000);
});

test('a policy that is gone is nothing to mend: people are told what to do first', async () => {
  const organizations = new Organizations();
  delete organizations.policies['scp-1'];
  const { drifts } = await healed(organizations);
  expect(drifts).toEqual([
    { what: 'the policy scp-1 is gone', was: null, wanted: { name: 'scp-1', targets: ['r-1', 'ou-1'] }, firstStep: expect.stringContaining('Apply the organization stack') },
  ]);
}); // prettier-ignore

test.each<[string, Answers, string]>([
  ['an organization without root', { ListRoots: () => ({}) }, 'shows no root'],
  ['a policy without content', { DescribePolicy: () => ({}) }, 'shows no content of p-scp-1'],
  ['a content that is no JSON', { DescribePolicy: () => ({ Policy: { Content: '{' } }) }, 'the content of scp-1 is not JSON'],
])('%s is an error', async (_what, answers, message) => {
  const organizations = new Organizations();
  Object.assign(organizations.answers, answers);
  await expect(healed(organizations)).rejects.toThrow(message);
}); // prettier-ignore

test.each<[unknown, string]>([
  [{}, 'policies is nothing, not a list'],
  [{ policies: [{ ...policy('a'), targets: 'r-1' }] }, 'policy 1 of the desired guardrails is wrong: targets is "r-1"'],
  [{ policies: [{ ...policy('a'), content: '{' }] }, 'the desired content of a is not JSON'],
])('a wrong desired state is refused: %j', (value, message) => {
  expect(() => readDesired(value)).toThrow(message);
});
