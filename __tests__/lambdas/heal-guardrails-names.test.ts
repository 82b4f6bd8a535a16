import { CONTENT, healed, Organizations, SCP } from './guardrails';
import { causeOf } from './healers';

const EMPTY = '{"Version":"2012-10-17","Statement":[]}';
const RENAMED = 'the policy scp-1 has another name';
const TAKEN = 'another policy has the name scp-1';

test('a policy that was renamed, emptied and detached is what it was, and found by its tag', async () => {
  const organizations = new Organizations();
  Object.assign(organizations.policies['scp-1']!, { name: 'harmless', content: EMPTY, targets: [] });
  const { drifts, mend, calls, again, tagsRead } = await healed(organizations);
  expect(drifts).toMatchObject([
    { what: RENAMED, was: { name: 'harmless', content: EMPTY }, wanted: { name: 'scp-1', content: CONTENT } },
    { what: 'scp-1 is not attached to r-1' },
    { what: 'scp-1 is not attached to ou-1' },
  ]);
  expect(tagsRead).toEqual(['p-scp-1']);
  await mend();
  expect(calls()).toEqual([
    ['UpdatePolicy', { PolicyId: 'p-scp-1', Name: 'scp-1', Content: CONTENT }],
    ['AttachPolicy', { PolicyId: 'p-scp-1', TargetId: 'r-1' }],
    ['AttachPolicy', { PolicyId: 'p-scp-1', TargetId: 'ou-1' }],
  ]);
  expect(await again()).toEqual([]);
});

describe('a policy is gone, and people are told what to do first,', () => {
  test.each<[string, (organizations: Organizations) => void]>([
    ['where it was deleted', ({ policies }) => void delete policies['scp-1']],
    ['where it lost its name and its tag', ({ policies }) => void Object.assign(policies['scp-1']!, { name: 'x', tag: null })],
    ['where another has its tag', ({ policies }) => void Object.assign(policies['scp-1']!, { name: 'x', tag: 'scp-2' })],
    ['where one of another type carries the tag', ({ policies }) => (delete policies['scp-1'], void (policies['rcp-1']!.tag = 'scp-1'))],
  ])('%s', async (_where, change) => {
    const organizations = new Organizations();
    change(organizations);
    const { drifts } = await healed(organizations);
    expect(drifts).toEqual([
      { what: 'the policy scp-1 is gone', was: null, wanted: { name: 'scp-1', targets: ['r-1', 'ou-1'] }, firstStep: expect.stringMatching(/^Apply the organization stack .* deleted .* renamed/) },
    ]);
  }); // prettier-ignore
});

describe('a name that another policy took', () => {
  const taken = (decoy: object) => {
    const organizations = new Organizations();
    Object.assign(organizations.policies['scp-1']!, { name: 'harmless', content: EMPTY, targets: ['ou-1'] });
    organizations.policies['decoy'] = { type: SCP, name: 'scp-1', tag: null, content: EMPTY, targets: [], ...decoy };
    return organizations;
  };

  test('is left to people; ours is what it was under whatever name', async () => {
    const { drifts, mend, calls, again } = await healed(taken({}));
    expect(drifts).toMatchObject([
      { what: 'the content of scp-1 differs' },
      { what: 'scp-1 is not attached to r-1' },
      { what: TAKEN, was: 'p-decoy', wanted: 'p-scp-1', firstStep: expect.stringContaining('delete the policy p-decoy') },
    ]);
    await mend();
    expect(calls()).toEqual([
      ['UpdatePolicy', { PolicyId: 'p-scp-1', Content: CONTENT }],
      ['AttachPolicy', { PolicyId: 'p-scp-1', TargetId: 'r-1' }],
    ]);
    expect(await again()).toEqual([TAKEN]);
  }); // prettier-ignore

  test('is as good where that policy does what ours should', async () => {
    expect((await healed(taken({ content: CONTENT, targets: ['r-1', 'ou-1'] }))).drifts).toEqual([]);
  });
});

test('a policy that lost its tag keeps its name, and is set right by that', async () => {
  const organizations = new Organizations();
  Object.assign(organizations.policies['scp-1']!, { tag: null, content: EMPTY, targets: ['ou-1'] });
  const { whats, mend, again } = await healed(organizations);
  expect(whats).toEqual(['the content of scp-1 differs', 'scp-1 is not attached to r-1']);
  await mend();
  expect(await again()).toEqual([]);
});

describe('a call', () => {
  /** Both were changed, as a trusted role may have done. */
  const changed = () => {
    const organizations = new Organizations();
    for (const policy of Object.values(organizations.policies)) policy.content = EMPTY;
    organizations.policies['other'] = { type: SCP, tag: null, content: CONTENT, targets: [] };
    return organizations;
  };
  const [ofScp, ofRcp] = ['the content of scp-1 differs', 'the content of rcp-1 differs'];
  const about = async (organizations: Organizations, parameters: Record<string, unknown>) =>
    (await healed(organizations, causeOf('organizations.amazonaws.com', parameters))).whats;

  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['nothing', {}, [ofScp, ofRcp]],
    ['nothing in words', { policyId: 7, policyType: null }, [ofScp, ofRcp]],
    ['one of ours', { policyId: 'p-scp-1', targetId: 'r-1' }, [ofScp]],
    ['another of ours', { policyId: 'p-rcp-1' }, [ofRcp]],
    ['another policy', { policyId: 'p-other' }, []],
    ['a policy that is no more, or of another kind', { policyId: 'p-unknown' }, []],
    ['a type of ours', { rootId: 'r-1', policyType: SCP }, [ofScp]],
    ['another type', { rootId: 'r-1', policyType: 'BACKUP_POLICY' }, []],
  ])('that names %s', async (_what, parameters, whats) => {
    expect(await about(changed(), parameters)).toEqual(whats);
  });

  test('about ours under another name concerns ours, also where that name was taken', async () => {
    const organizations = changed();
    organizations.policies['scp-1']!.name = 'harmless';
    expect(await about(organizations, { policyId: 'p-scp-1' })).toEqual([RENAMED]);
    expect(await about(organizations, { policyId: 'p-other' })).toEqual([]);
    organizations.policies['other']!.name = 'scp-1';
    expect(await about(organizations, { policyId: 'p-scp-1' })).toEqual([ofScp, TAKEN]);
  });

  test('about ours that lost its tag concerns ours', async () => {
    const organizations = changed();
    organizations.policies['scp-1']!.tag = null;
    expect(await about(organizations, { policyId: 'p-scp-1' })).toEqual([ofScp]);
  });

  test('about a policy that may have been ours concerns what is gone', async () => {
    const organizations = changed();
    delete organizations.policies['scp-1'];
    for (const policyId of ['p-scp-1', 'p-other']) {
      const { whats, tagsRead } = await healed(organizations, causeOf('organizations.amazonaws.com', { policyId }));
      expect([whats, tagsRead]).toEqual([['the policy scp-1 is gone'], ['p-other']]);
    }
  });

  test('about a policy of ours enables its type, and no other', async () => {
    const organizations = new Organizations();
    organizations.enabled = [];
    const disabled = [`policies of type ${SCP} are disabled`];
    expect(await about(organizations, { policyId: 'p-scp-1' })).toEqual(disabled);
    expect(await about(organizations, { policyType: SCP })).toEqual(disabled);
    expect(await about(organizations, { policyId: 'p-other' })).toEqual([]);
  });

  test('about another policy reads the tags of that one alone', async () => {
    const organizations = changed();
    organizations.policies['more'] = { type: SCP, tag: null, content: CONTENT, targets: [] };
    const { tagsRead } = await healed(organizations, causeOf('organizations.amazonaws.com', { policyId: 'p-more' }));
    expect(tagsRead).toEqual(['p-more']);
  });
});
