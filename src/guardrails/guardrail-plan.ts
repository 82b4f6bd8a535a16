import type { PolicyLimits } from '../config/organization';
import type { Problem } from '../config/problem';
import { adoptionProblems } from './adopted-policies';
import type { Guarded } from './guarded';
import { pack, type Sourced } from './packing';
import { placeholdersOf } from './placeholders';
import { type PolicySet, policySets, type PolicyType } from './policy-sets';

/** One policy of AWS Organizations, as it will be created. */
export interface PlannedPolicy {
  /** Ends its Terraform address and its name: `scp-1`. */
  readonly id: string;
  readonly type: PolicyType;
  /** Minified JSON, with stand-ins where Terraform's references will be. */
  readonly text: string;
  /** Roots, organizational units and accounts. */
  readonly targets: readonly string[];
  /** The files and statements that it is made of. */
  readonly origins: readonly string[];
}

/** A statement as its file has it, placeholders replaced, before any packing. */
export type Planned = Sourced & { readonly type: PolicyType };

/** In audit.yaml, and as people call them. */
const KINDS = [
  { type: 'SERVICE_CONTROL_POLICY', key: 'scp', called: 'SCPs' },
  { type: 'RESOURCE_CONTROL_POLICY', key: 'rcp', called: 'RCPs' },
] as const;

/** Every policy of AWS Organizations that an organization gets: read, checked and packed before anything is written. */
export class GuardrailPlan {
  readonly policies: readonly PlannedPolicy[];
  readonly statements: readonly Planned[];
  /** Problems of audit.yaml. */
  readonly problems: readonly Problem[];
  /** Whole lines about policy files. */
  readonly fileProblems: readonly string[];

  /** @param folder - holds scp/, scp/optional/ and rcp/ */
  constructor(
    private readonly organization: Guarded,
    folder: string,
  ) {
    const { sets, problems } = policySets(organization, folder);
    const resolved = sets.map((set) => ({ set, ...this.resolve(set) }));
    const packed = resolved.map(({ set, statements }) => this.pack(set, statements));
    this.statements = resolved.flatMap(({ statements }) => statements);
    this.policies = packed.flatMap(({ policies }) => policies);
    this.fileProblems = [
      ...resolved.flatMap((one) => one.problems),
      ...sidsTwice(this.statements),
      ...packed.flatMap((one) => one.problems),
    ];
    // Which policies there are is known only once every file can be read.
    const known = this.fileProblems.length === 0;
    const { adopt } = organization.config;
    this.problems = [
      ...problems,
      ...(known ? [...this.tooMany(), ...adoptionProblems(adopt.policies, this.policies)] : []),
    ];
  }

  /** Each type of policy that there is, so that it can be enabled first. SCPs always are. */
  get policyTypes(): readonly PolicyType[] {
    return [...new Set<PolicyType>(['SERVICE_CONTROL_POLICY', ...this.policies.map(({ type }) => type)])];
  }

  private resolve({ type, files }: PolicySet): { statements: Planned[]; problems: string[] } {
    const { exemptRoleArns, evidenceExemptRoleArns } = this.organization;
    const placeholders = placeholdersOf(this.organization);
    const spared = type === 'SERVICE_CONTROL_POLICY' ? exemptRoleArns : evidenceExemptRoleArns;
    const all = files.map((file) => file.resolve(placeholders, { type, exemptRoleArns: spared }));
    return {
      statements: all.flatMap(({ statements }) => statements.map((statement) => ({ ...statement, type }))),
      problems: all.flatMap(({ problems }) => problems),
    };
  }

  private pack({ id, type, targets }: PolicySet, statements: readonly Sourced[]) {
    const { policies, problems } = pack(statements, this.limits(type).characters);
    return {
      problems,
      policies: policies.map(({ text, origins }, at): PlannedPolicy => ({
        id: `${id}-${at + 1}`,
        type,
        text,
        origins,
        targets,
      })),
    };
  }

  private limits(type: PolicyType): PolicyLimits {
    return type === 'SERVICE_CONTROL_POLICY' ? this.organization.scpLimits : this.organization.rcpLimits;
  }

  private tooMany(): Problem[] {
    return KINDS.flatMap(({ type, key, called }) => {
      const { attachments, alreadyAttached, alreadyAttachedTo } = this.limits(type);
      const policies = this.policies.filter((policy) => policy.type === type);
      return [...new Set(policies.flatMap(({ targets }) => targets))].flatMap((target): Problem[] => {
        const ours = policies.filter(({ targets }) => targets.includes(target));
        const others = alreadyAttachedTo[target] ?? alreadyAttached;
        if (ours.length + others <= attachments) return [];
        const sizes = ours.map(({ id, text }) => `${id} ${text.length}`).join(', ');
        return [
          {
            path: ['guardrails', 'limits', key],
            what: `${target} would have ${ours.length} ${called} of ours (characters: ${sizes}) beside ${others} attached already, where ${attachments} are allowed`,
            mend: 'take statements out, name fewer exempt roles, or raise attachments or characters if your quota is higher',
          },
        ];
      });
    });
  }
}

/** A Sid names a statement in proofs and reviews: it must be the only one of its type. */
function sidsTwice(statements: readonly Planned[]): string[] {
  const seen = new Map<string, string>();
  return statements.flatMap(({ origin, statement: { Sid }, type }) => {
    if (Sid === undefined) return [];
    const key = `${type} ${Sid}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, origin);
      return [];
    }
    return [`${origin}: its Sid is that of ${first}; give it another`];
  });
}
