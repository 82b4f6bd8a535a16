import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { addFunctionRole, addNodeFunction } from '../functions/node-function';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import { literal } from '../policy/literal';
import type { Statement } from '../policy/statement';
import { fill, type LambdaRule, type ManifestPlaceholders } from './lambda-rule';

export interface RuleFunctionProps {
  /** Place of IAM. */
  readonly anywhere: Place;
  readonly placeIn: (region: string) => Place;
  readonly partition: string;
  readonly account: string;
  readonly rule: LambdaRule;
  readonly regions: readonly string[];
  /** Of the role and, in each region, of the function. */
  readonly name: string;
  readonly placeholders: ManifestPlaceholders;
  /** Path of the archive from the stack's folder, and its hash. */
  readonly code: { readonly path: string; readonly hash: string };
  readonly logRetentionDays: number;
}

/** The function of one Lambda rule in one account: a role with the rule's own rights, and a copy in each region. */
export class RuleFunction extends Construct {
  private readonly permissions = new Map<string, ITerraformDependable>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RuleFunctionProps,
  ) {
    super(scope, id);
    const { anywhere, partition, account, rule, regions, name } = props;
    const { role, rights } = addFunctionRole(this, {
      anywhere,
      partition,
      account,
      regions,
      name,
      functionName: name,
      description: `Evaluates the AWS Config rule ${rule.name}`,
      rightsName: 'evaluate',
      rights: grants(props),
    });
    for (const region of regions) this.copyTo(region, role.arn, [role, rights]);
  }

  /** ARN of the function in a region. */
  arnIn(region: string): string {
    return functionArn(this.props, region);
  }

  /** What a rule must wait for before it refers to the function in a region; nothing where there is no copy. */
  readyIn(region: string): ITerraformDependable | undefined {
    return this.permissions.get(region);
  }

  private copyTo(region: string, roleArn: string, after: readonly ITerraformDependable[]): void {
    const { account, rule, name, code, logRetentionDays } = this.props;
    const place = this.props.placeIn(region);
    const { description, memoryMb, timeoutSeconds } = rule.manifest;
    const copy = addNodeFunction(
      this,
      { function: region, logs: `${region}-logs` },
      {
        place,
        name,
        description: literal(description),
        roleArn,
        code,
        memoryMb,
        timeoutSeconds,
        logRetentionDays,
        after,
      },
    );
    this.permissions.set(
      region,
      new LambdaPermission(this, `${region}-permission`, {
        ...place,
        statementId: 'ConfigEvaluates',
        functionName: copy.functionName,
        action: 'lambda:InvokeFunction',
        principal: 'config.amazonaws.com',
        // The ARN of the rule would make a circle: the rule waits for this permission.
        sourceAccount: account,
      }),
    );
  }
}

const functionArn = ({ partition, account, name }: RuleFunctionProps, region: string): string =>
  arn({ partition, service: 'lambda', region, account, resource: `function:${name}` });

/** What the rule reads, and what every rule does: report and, when an item is too large for a message, fetch it. */
function grants({ rule, placeholders }: RuleFunctionProps): Statement[] {
  const config = ['config:PutEvaluations', ...(rule.types.length > 0 ? ['config:GetResourceConfigHistory'] : [])];
  return [
    ...rule.manifest.permissions.map(({ actions, resources }, at) => ({
      sid: `Read${at + 1}`,
      effect: 'Allow' as const,
      actions,
      resources: resources.flatMap((resource) => fill(resource, placeholders)),
    })),
    // Neither action knows a resource.
    { sid: 'Evaluate', effect: 'Allow', actions: config, resources: ['*'] },
  ];
}
