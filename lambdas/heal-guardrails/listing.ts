import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { DesiredPolicy } from './desired';
import { type ListedPolicy, readPolicies, readTag } from './read';

/**
 * The policies of one type that the organization has. Names can be changed by whoever may change a policy, tags by
 * others alone; but each policy's tags are a call, and AWS Organizations takes few: they are read where names fail.
 */
export class Listing {
  private readonly tags = new Map<string, Promise<string | undefined>>();

  private constructor(
    private readonly client: OrganizationsClient,
    private readonly policies: readonly ListedPolicy[],
  ) {}

  static async of(client: OrganizationsClient, type: string): Promise<Listing> {
    return new Listing(client, await readPolicies(client, type));
  }

  named({ name }: DesiredPolicy): ListedPolicy | undefined {
    return this.policies.find((each) => each.name === name);
  }

  async tagged(wanted: DesiredPolicy): Promise<ListedPolicy | undefined> {
    for (const policy of this.policies) if (await this.isTagged(policy, wanted)) return policy;
    return undefined;
  }

  async isTagged({ id }: ListedPolicy, { tag: { key, value } }: DesiredPolicy): Promise<boolean> {
    const read = this.tags.get(id) ?? readTag(this.client, id, key);
    this.tags.set(id, read);
    return (await read) === value;
  }

  /**
   * Those of `wanted` that a call about this policy concerns: what it is by name or by tag, and those that cannot be
   * found, for it may be one of them.
   */
  async concernedBy(policyId: string, wanted: readonly DesiredPolicy[]): Promise<readonly DesiredPolicy[]> {
    const subject = this.policies.find(({ id }) => id === policyId);
    const isNamed = subject && wanted.some(({ name }) => name === subject.name);
    const concerned: DesiredPolicy[] = [];
    for (const policy of wanted) {
      const isSubject = subject && (isNamed ? policy.name === subject.name : await this.isTagged(subject, policy));
      const isFound = isSubject || this.named(policy) || (await this.tagged(policy));
      if (isSubject || !isFound) concerned.push(policy);
    }
    return concerned;
  }
}
