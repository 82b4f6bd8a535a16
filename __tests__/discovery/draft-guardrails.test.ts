import { ALL, draft, read, commentsOf, usual } from './drafted';
import { LOGS, MEMBER } from './fake-organization';

describe('policies', () => {
  const policies = (...wanted: { id: string; name: string; targets: string[]; tag?: string; type?: string }[]) =>
    usual({
      'Organizations.ListPolicies': ({ Filter }: { Filter: string }) => ({
        Policies: wanted
          .filter(({ type = 'SERVICE_CONTROL_POLICY' }) => type === Filter)
          .map(({ id, name }) => ({ Id: id, Name: name, AwsManaged: name.includes('Full') })),
      }),
      'Organizations.ListTargetsForPolicy': ({ PolicyId }: { PolicyId: string }) => ({
        Targets: wanted.find(({ id }) => id === PolicyId)!.targets.map((TargetId) => ({ TargetId })),
      }),
      'Organizations.DescribePolicy': () => ({ Policy: { Content: '{}' } }),
      'Organizations.ListTagsForResource': ({ ResourceId }: { ResourceId: string }) => {
        const { tag } = wanted.find(({ id }) => id === ResourceId)!;
        return { Tags: tag === undefined ? [] : [{ Key: 'org-audit-policy', Value: tag }] };
      },
    });
  const full = { id: 'p-FullAWSAccess', name: 'FullAWSAccess', targets: ['r-a1b2', MEMBER] };
  const deny = { id: 'p-11111111', name: 'deny-all', targets: ['r-a1b2'] };

  test('that are ours are adopted, by tag or name, for the platform of that name alone', async () => {
    const ours = [
      { id: 'p-22222222', name: 'renamed', targets: ['r-a1b2'], tag: 'acme-audit-scp-1' },
      { id: 'p-33333333', name: 'acme-audit-scp-2', targets: [] },
      { id: 'p-44444444', name: 'other-audit-scp-1', targets: [] },
      { id: 'p-55555555', name: 'acme-audit-scp', targets: [] },
    ];
    const drafted = await draft(policies(full, ...ours));
    expect(read(drafted).adopt.policies).toEqual([
      { policy: 'scp-2', id: 'p-33333333', attachedTo: [] },
      { policy: 'scp-1', id: 'p-22222222', attachedTo: ['r-a1b2'] },
    ]);
    const { name: _, ...nameless } = ALL;
    expect((await draft(policies(full, ...ours), nameless)).text).not.toContain('policy: scp-1');
  });

  test('of others are told, and counted where ours attach', async () => {
    const rcp = (id: string) => ({ id, name: id, targets: [LOGS], type: 'RESOURCE_CONTROL_POLICY' });
    const drafted = await draft(policies(full, deny, rcp('p-RCPFullAWSAccess'), rcp('p-66666666'), rcp('p-77777777')));
    const { limits } = read(drafted).guardrails;
    expect(limits.scp.alreadyAttachedTo).toEqual({ 'r-a1b2': 2 });
    expect(limits.rcp.alreadyAttachedTo).toEqual({ [LOGS]: 3 });
    expect(drafted.notes.left).toEqual(['3 policies of others, which keep holding beside ours']);
    expect(commentsOf(drafted)).toContain('deny-all (p-11111111, 2 characters, on r-a1b2)');
  });

  test('of AWS alone need no mention', async () => {
    const drafted = await draft(policies(full));
    expect(drafted.text).not.toContain('guardrails:');
    expect(drafted.notes.left).toEqual([]);
  });
});
