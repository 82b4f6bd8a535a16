import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { unzipSync } from 'fflate';
import { invoke, type Outcome } from '../lambdas/artifacts/artifact';
import type { AwsDouble } from './aws-double';
import type { OrganizationOnMoto } from './organization-on-moto';

/** A function as the state of a stack knows it. */
interface DeployedFunction {
  readonly arn: string;
  readonly role: string;
  readonly filename: string;
  readonly function_name: string;
  readonly environment: readonly { readonly variables: Readonly<Record<string, string>> }[];
}

/** Keys of a session, as the SDK takes them. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What was applied, and where the files lie that it names. */
export type Deployment = Pick<OrganizationOnMoto, 'stateOf' | 'folderOf'> & { readonly aws: Pick<AwsDouble, 'url'> };

/** A session of any role: moto asks for no trust, and learns from the keys which account is meant. */
export async function sessionOf(moto: Pick<Deployment, 'aws'>, RoleArn: string): Promise<Session> {
  const sts = new STSClient({
    endpoint: moto.aws.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'management', secretAccessKey: 'management' },
  });
  try {
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
  } finally {
    sts.destroy();
  }
}

/** Runs every healer of a stack once, as the hour wakes it: the archive, environment and role that were applied. */
export async function runHealers(moto: Deployment, stack: string): Promise<Record<string, Outcome>> {
  const healers = moto
    .stateOf<DeployedFunction>(stack, 'aws_lambda_function')
    .filter(({ function_name: name }) => name.includes('-heal-'));
  const outcomes: Record<string, Outcome> = {};
  for (const { arn, role, filename, environment } of healers) {
    const region = arn.split(':')[3]!;
    const folder = mkdtempSync(join(tmpdir(), 'healer-'));
    try {
      const files = unzipSync(readFileSync(join(moto.folderOf(stack), filename)));
      for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
      const { accessKeyId, secretAccessKey, sessionToken } = await sessionOf(moto, role);
      outcomes[arn] = await invoke(
        folder,
        { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} },
        arn,
        {
          ...environment[0]!.variables,
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken,
          AWS_ENDPOINT_URL: moto.aws.url,
        },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return outcomes;
}
