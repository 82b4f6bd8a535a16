import { readDesired } from '../../lambdas/heal-guardrails/desired';
import type { Answers } from './fake-aws';
import { CONTENT, DESIRED, healed, Organizations, policy, RCP, SCP } from './guardrails';

test('policies as they should be are left alone, however written and wherever else attached', async () => {
  const { drifts, tagsRead } = await healed(new Organizations());
  expect([drifts, tagsRead]).toEqual([[], []]);
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
  [{}, 'policies is nothing, not a list; tagKey is nothing, not a text'],
  [
    { ...DESIRED, policies: [{ ...policy('a'), targets: 'r-1' }] },
    'policy 1 of the desired guardrails is wrong: targets is "r-1"',
  ],
  [{ ...DESIRED, policies: [{ ...policy('a'), content: '{' }] }, 'the desired content of a is not JSON'],
])('a wrong desired state is refused: %j', (value, message) => {
  expect(() => readDesired(value)).toThrow(message);
});
