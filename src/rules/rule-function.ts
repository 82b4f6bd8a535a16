import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import { literal } from '../policy/literal';
import { type Statement, toPolicyJson, trustService } from '../policy/statement';
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
    const { anywhere, account, rule, regions, name } = props;
    const role = new IamRole(this, 'role', {
      ...anywhere,
      name,
      description: `Evaluates the AWS Config rule ${rule.name}`,
      // A strict pin would keep the function from starting if Lambda sent no account.
      assumeRolePolicy: trustService('lambda.amazonaws.com', { sourceAccountIfSent: account }),
    });
    const rights = new IamRolePolicy(this, 'rights', {
      ...anywhere,
      role: role.name,
      name: 'evaluate',
      policy: toPolicyJson(grants(props)),
    });
    for (const region of regions) this.copyTo(region, role, rights);
  }

  /** ARN of the function in a region. */
  arnIn(region: string): string {
    return functionArn(this.props, region);
  }

  /** What a rule must wait for before it refers to the function in a region; nothing where there is no copy. */
  readyIn(region: string): ITerraformDependable | undefined {
    return this.permissions.get(region);
  }

  private copyTo(region: string, role: IamRole, rights: IamRolePolicy): void {
    const { account, rule, name, code, logRetentionDays } = this.props;
    const place = this.props.placeIn(region);
    const logs = new CloudwatchLogGroup(this, `${region}-logs`, {
      ...place,
      name: logGroup(name),
      retentionInDays: logRetentionDays,
    });
    const copy = new LambdaFunction(this, region, {
      ...place,
      functionName: name,
      description: literal(rule.manifest.description),
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: code.path,
      sourceCodeHash: code.hash,
      memorySize: rule.manifest.memoryMb,
      timeout: rule.manifest.timeoutSeconds,
      // Otherwise Lambda makes a log group of its own that keeps everything for ever.
      dependsOn: [logs, rights],
    });
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

const logGroup = (name: string): string => `/aws/lambda/${name}`;

const functionArn = ({ partition, account, name }: RuleFunctionProps, region: string): string =>
  arn({ partition, service: 'lambda', region, account, resource: `function:${name}` });

/** What the rule reads, and what every rule does: log, report and, when an item is too large for a message, fetch it. */
function grants({ partition, account, rule, regions, name, placeholders }: RuleFunctionProps): Statement[] {
  const streams = regions.map((region) =>
    arn({ partition, service: 'logs', region, account, resource: `log-group:${logGroup(name)}:log-stream:*` }),
  );
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
    { sid: 'Log', effect: 'Allow', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: streams },
  ];
}
