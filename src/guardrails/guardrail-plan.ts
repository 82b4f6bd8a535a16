import { join } from 'node:path';
import type { Organization, PolicyLimits } from '../config/organization';
import { type Problem, suggest } from '../config/problem';
import { pack, type Sourced } from './packing';
import { placeholdersOf } from './placeholders';
import { PolicyFile } from './policy-file';

export type PolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

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

/** Files whose statements attach to the same targets: they share policies. */
interface PolicySet {
  readonly id: string;
  readonly kind: 'scp' | 'rcp';
  readonly files: readonly PolicyFile[];
  readonly targets: readonly string[];
}

/** Every policy of AWS Organizations that an organization gets: read, checked and packed before anything is written. */
export class GuardrailPlan {
  readonly policies: readonly PlannedPolicy[];
  /** The statements as the files have them, placeholders replaced, before any packing. */
  readonly statements: readonly (Sourced & { readonly type: PolicyType })[];
  /** Problems of audit.yaml. */
  readonly problems: readonly Problem[];
  /** Whole lines about policy files. */
  readonly fileProblems: readonly string[];

  /** @param folder - holds scp/, scp/optional/ and rcp/ */
  constructor(
    private readonly organization: Organization,
    folder: string,
  ) {
    const { sets, problems } = this.sets(folder);
    const resolved = sets.map((set) => ({ set, ...this.resolve(set) }));
    const packed = resolved.map(({ set, statements }) => this.pack(set, statements));
    this.statements = resolved.flatMap(({ set, statements }) =>
      statements.map((statement) => ({ ...statement, type: typeOf(set.kind) })),
    );
    this.policies = packed.flatMap(({ policies }) => policies);
    this.fileProblems = [
      ...resolved.flatMap((one) => one.problems),
      ...sidsTwice(this.statements),
      ...packed.flatMap((one) => one.problems),
    ];
    this.problems = [...problems, ...(this.fileProblems.length === 0 ? this.tooMany() : [])];
  }

  /** Each type of policy that there is, so that it can be enabled first. SCPs always are. */
  get policyTypes(): readonly PolicyType[] {
    return [...new Set<PolicyType>(['SERVICE_CONTROL_POLICY', ...this.policies.map(({ type }) => type)])];
  }

  private sets(folder: string): { sets: PolicySet[]; problems: Problem[] } {
    const { organization } = this;
    const read = (path: string) => PolicyFile.readAll(join(folder, path), `policies/${path}`);
    const optional = new Map(read('scp/optional').map((file) => [file.name, file]));
    const wanted = organization.config.guardrails.optional;
    const problems = wanted.flatMap(({ policy }, at): Problem[] =>
      optional.has(policy)
        ? []
        : [
            {
              path: ['guardrails', 'optional', at, 'policy'],
              what: `"${policy}" is no file of policies/scp/optional`,
              mend: optional.size === 0 ? 'add it there' : suggest(policy, [...optional.keys()]),
            },
          ],
    );
    const elsewhere = new Map<string, { id: string; policy: string; files: PolicyFile[]; targets: readonly string[] }>();
    const files = read('scp');
    const everywhere = keyOf(organization.scpTargets);
    for (const [at, { policy, attachTo = organization.scpTargets }] of wanted.entries()) {
      const file = optional.get(policy);
      if (!file) continue;
      const key = keyOf(attachTo);
      if (key === everywhere) files.push(file);
      else if (elsewhere.has(key)) elsewhere.get(key)!.files.push(file);
      else {
        const id = `scp-${addressed(policy)}`;
        const other = [...elsewhere.values()].find((set) => set.id === id);
        if (other === undefined) elsewhere.set(key, { id, policy, files: [file], targets: attachTo });
        else {
          problems.push({
            path: ['guardrails', 'optional', at, 'policy'],
            what: `"${policy}" would have the Terraform address of "${other.policy}"`,
            mend: 'rename one of the files',
          });
        }
      }
    }
    const sets: PolicySet[] = [
      { id: 'scp', kind: 'scp', files, targets: organization.scpTargets },
      ...[...elsewhere.values()].map((set) => ({ ...set, kind: 'scp' as const })),
    ];
    if (organization.hasResourceControlPolicies) {
      sets.push({ id: 'rcp', kind: 'rcp', files: read('rcp'), targets: organization.rcpTargets });
    }
    return { sets, problems };
  }

  private resolve({ kind, files }: PolicySet): { statements: Sourced[]; problems: string[] } {
    const { exemptRoleArns, evidenceExemptRoleArns } = this.organization;
    const placeholders = placeholdersOf(this.organization);
    const all = files.map((file) =>
      file.resolve(placeholders, {
        type: typeOf(kind),
        exemptRoleArns: kind === 'scp' ? exemptRoleArns : evidenceExemptRoleArns,
      }),
    );
    return {
      statements: all.flatMap(({ statements }) => statements),
      problems: all.flatMap(({ problems }) => problems),
    };
  }

  private pack(set: PolicySet, statements: readonly Sourced[]): { policies: PlannedPolicy[]; problems: readonly string[] } {
    const { policies, problems } = pack(statements, this.limits(set.kind).characters);
    return {
      problems,
      policies: policies.map(({ text, origins }, at) => ({
        id: `${set.id}-${at + 1}`,
        type: typeOf(set.kind),
        text,
        origins,
        targets: set.targets,
      })),
    };
  }

  private limits(kind: 'scp' | 'rcp'): PolicyLimits {
    return kind === 'scp' ? this.organization.scpLimits : this.organization.rcpLimits;
  }

  private tooMany(): Problem[] {
    return (['scp', 'rcp'] as const).flatMap((kind) => {
      const { attachments, alreadyAttached, alreadyAttachedTo } = this.limits(kind);
      const ofKind = this.policies.filter(({ type }) => type === typeOf(kind));
      const targets = [...new Set(ofKind.flatMap((policy) => policy.targets))];
      return targets.flatMap((target): Problem[] => {
        const ours = ofKind.filter((policy) => policy.targets.includes(target));
        const others = alreadyAttachedTo[target] ?? alreadyAttached;
        if (ours.length + others <= attachments) return [];
        const sizes = ours.map(({ id, text }) => `${id} ${text.length}`).join(', ');
        return [
          {
            path: ['guardrails', 'limits', kind],
            what: `${target} would have ${ours.length} ${kind.toUpperCase()}s of ours (characters: ${sizes}) beside ${others} attached already, where ${attachments} are allowed`,
            mend: `take statements out, name fewer exempt roles, or raise attachments or characters if your quota is higher`,
          },
        ];
      });
    });
  }
}

const typeOf = (kind: 'scp' | 'rcp'): PolicyType =>
  kind === 'scp' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY';

/** As it may be part of a construct id and of a Terraform address. */
const addressed = (policy: string): string => policy.replace(/[^A-Za-z0-9-]/g, '-');

const keyOf = (targets: readonly string[]): string => [...targets].sort().join(' ');

/** A Sid names a statement in proofs and reviews: it must be the only one of its type. */
function sidsTwice(statements: readonly (Sourced & { readonly type: PolicyType })[]): string[] {
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
