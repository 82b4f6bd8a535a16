import type { ApiCall } from '../../lambdas/shared/api-call';
import { readDesired } from '../../lambdas/heal-guardrails/desired';
import { inspector } from '../../lambdas/heal-guardrails/inspect';
import { type Answers, FakeAws } from './fake-aws';

export const SCP = 'SERVICE_CONTROL_POLICY';
export const RCP = 'RESOURCE_CONTROL_POLICY';
export const CONTENT = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["a:B","c:D"],"Resource":"*"}]}';
/** The same, written otherwise. */
const SAME = '{ "Statement": [{"Resource":"*","Action":["c:D","a:B"],"Effect":"Deny"}], "Version":"2012-10-17" }';
export const policy = (name: string, type = SCP, targets = ['r-1']) => ({ name, type, content: CONTENT, targets });
export const DESIRED = {
  tagKey: 'org-audit-policy',
  policies: [policy('scp-1', SCP, ['r-1', 'ou-1']), policy('rcp-1', RCP, ['111122223333'])],
};

interface Policy {
  readonly type: string;
  content: string;
  targets: string[];
  /** That of its id, unless somebody renamed it. */
  name?: string;
  /** That of its id; null for none. */
  tag?: string | null;
}

/** An organization in memory. */
export class Organizations {
  enabled = [SCP, RCP];
  /** How often the root is shown before a type that was asked for is enabled. */
  delay = 0;
  readonly policies: Record<string, Policy> = {
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
        ? { Policies: Object.entries(this.policies).filter(([, { type }]) => type === Filter).map(([id, { name: Name = id }]) => ({ Id: `p-${id}`, Name, AwsManaged: false })) }
        : { Policies: [{ Id: 'p-FullAWSAccess', Name: 'scp-1', AwsManaged: true }], NextToken: '2' }, // prettier-ignore
    DescribePolicy: ({ PolicyId }: { PolicyId: string }) => ({ Policy: { Content: this.policies[PolicyId.slice(2)]!.content } }), // prettier-ignore
    ListTargetsForPolicy: ({ PolicyId, NextToken }: { PolicyId: string; NextToken?: string }) => {
      const [first, ...rest] = this.policies[PolicyId.slice(2)]!.targets.map((TargetId) => ({ TargetId }));
      return NextToken ? { Targets: rest } : { Targets: first ? [first] : [], NextToken: '2' };
    },
    // Two pages, the first of them somebody else's.
    ListTagsForResource: ({ ResourceId, NextToken }: { ResourceId: string; NextToken?: string }) => {
      const { tag = ResourceId.slice(2) } = this.policies[ResourceId.slice(2)]!;
      if (!NextToken) return { Tags: [{ Key: 'team', Value: 'scp-1' }], NextToken: '2' };
      return { Tags: tag === null ? [] : [{ Key: 'org-audit-policy', Value: tag }] };
    },
    UpdatePolicy: ({ PolicyId, Name, Content }: { PolicyId: string; Name?: string; Content: string }) => {
      Object.assign(this.policies[PolicyId.slice(2)]!, { content: Content, ...(Name && { name: Name }) });
    },
    AttachPolicy: ({ PolicyId, TargetId }: { PolicyId: string; TargetId: string }) => {
      const { type, targets } = this.policies[PolicyId.slice(2)]!;
      if (!this.enabled.includes(type)) throw new Error('PolicyTypeNotEnabledException');
      targets.push(TargetId);
    },
    EnablePolicyType: ({ PolicyType }: { PolicyType: string }) => void this.asked.push(PolicyType),
  };
  private readonly asked: string[] = [];
}

export async function healed(organizations: Organizations, cause?: ApiCall) {
  const aws = new FakeAws(organizations.answers);
  const pauses: number[] = [];
  const inspect = inspector(async (ms) => void pauses.push(ms));
  const drifts = await inspect(readDesired(DESIRED), aws, cause);
  const reads = ['ListRoots', 'ListPolicies', 'DescribePolicy', 'ListTargetsForPolicy', 'ListTagsForResource'];
  const read = aws.sent.splice(0);
  expect(read.filter(({ command }) => !reads.includes(command))).toEqual([]);
  const tagsRead = read.flatMap(({ input: { ResourceId, NextToken } }) => (NextToken ? [] : (ResourceId ?? [])));
  const mend = async () => {
    for (const drift of drifts) await drift.mend?.();
  };
  const calls = () => aws.sent.filter(({ command }) => !reads.includes(command)).map(({ command, input }) => [command, input]); // prettier-ignore
  const again = async () => (await inspect(readDesired(DESIRED), aws, cause)).map(({ what }) => what);
  return { drifts, whats: drifts.map(({ what }) => what), mend, calls, again, pauses, tagsRead };
}
