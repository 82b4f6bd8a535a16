import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Place } from '../placement/placement';
import { arn } from '../policy/arn';
import { type Statement, toPolicyJson, trustService } from '../policy/statement';

export interface FunctionRoleProps {
  /** Place of IAM. */
  readonly anywhere: Place;
  readonly partition: string;
  readonly account: string;
  /** Where the functions that share the role are. */
  readonly regions: readonly string[];
  /** Of the role. */
  readonly name: string;
  readonly functionName: string;
  readonly description: string;
  /** Of the inline policy. */
  readonly rightsName: string;
  /** What the function may do beside logging. */
  readonly rights: readonly Statement[];
}

/** The role of a function and of its copies in other regions: its own rights, and writing to its own log. */
export function addFunctionRole(scope: Construct, props: FunctionRoleProps): { role: IamRole; rights: IamRolePolicy } {
  const { anywhere, partition, account, regions, name, functionName, description } = props;
  const role = new IamRole(scope, 'role', {
    ...anywhere,
    name,
    description,
    // A strict pin would keep the function from starting if Lambda sent no account.
    assumeRolePolicy: trustService('lambda.amazonaws.com', { sourceAccountIfSent: account }),
  });
  const log: Statement = {
    sid: 'Log',
    effect: 'Allow',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: regions.map((region) =>
      arn({
        partition,
        service: 'logs',
        region,
        account,
        resource: `log-group:${logGroup(functionName)}:log-stream:*`,
      }),
    ),
  };
  const rights = new IamRolePolicy(scope, 'rights', {
    ...anywhere,
    role: role.name,
    name: props.rightsName,
    policy: toPolicyJson([...props.rights, log]),
  });
  return { role, rights };
}

export interface NodeFunctionProps {
  readonly place: Place;
  readonly name: string;
  readonly description: string;
  readonly roleArn: string;
  /** Path of the archive from the stack's folder, and its hash. */
  readonly code: { readonly path: string; readonly hash: string };
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Queue for events that it fails on again and again. */
  readonly deadLetterArn?: string;
  /** Role and rights, which must be there first. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * A function of lambdas/ in one region, and its log group.
 *
 * @param ids - of the two resources
 */
export function addNodeFunction(
  scope: Construct,
  ids: { readonly function: string; readonly logs: string },
  props: NodeFunctionProps,
): LambdaFunction {
  const { place, name, code, environment, deadLetterArn } = props;
  const logs = new CloudwatchLogGroup(scope, ids.logs, {
    ...place,
    name: logGroup(name),
    retentionInDays: props.logRetentionDays,
  });
  return new LambdaFunction(scope, ids.function, {
    ...place,
    functionName: name,
    description: props.description,
    role: props.roleArn,
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    filename: code.path,
    sourceCodeHash: code.hash,
    memorySize: props.memoryMb,
    timeout: props.timeoutSeconds,
    ...(environment && { environment: { variables: { ...environment } } }),
    ...(deadLetterArn !== undefined && { deadLetterConfig: { targetArn: deadLetterArn } }),
    // Otherwise Lambda makes a log group of its own that keeps everything for ever.
    dependsOn: [logs, ...props.after],
  });
}

/** Where a function logs. Source: Lambda developer guide, "Sending Lambda function logs to CloudWatch Logs". */
export const logGroup = (functionName: string): string => `/aws/lambda/${functionName}`;
