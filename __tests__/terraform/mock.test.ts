import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES } from '../organizations';
import { StacksOnDisk } from './stacks-on-disk';
import { describeWith, succeed } from './terraform';

jest.setTimeout(300_000);

interface Synthesized {
  readonly provider: { readonly aws: readonly { readonly alias?: string }[] };
  readonly data?: { readonly terraform_remote_state?: Readonly<Record<string, unknown>> };
  readonly import?: readonly unknown[];
}

const KEY_ARN = 'arn:aws:kms:us-east-1:333333333333:key/00000000-0000-0000-0000-000000000000';

/** What a mock would fill with random letters and the provider then refuses. */
const mockProvider = (alias: string | undefined) => `
mock_provider "aws" {
  ${alias === undefined ? '' : `alias = "${alias}"`}
  mock_resource "aws_kms_key" {
    defaults = { arn = "${KEY_ARN}" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::333333333333:role/mock" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:us-east-1:333333333333:function:mock" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:us-east-1:333333333333:mock" }
  }
  mock_data "aws_organizations_organization" {
    defaults = {
      id                            = "o-a1b2c3d4e5"
      master_account_id             = "111111111111"
      aws_service_access_principals = ["cloudtrail.amazonaws.com", "config.amazonaws.com", "config-multiaccountsetup.amazonaws.com"]
      enabled_policy_types          = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]
    }
  }
}
`;

const remoteState = `
override_data {
  target = data.terraform_remote_state.evidence
  values = { outputs = { "evidence-key-arn" = "${KEY_ARN}", "archive-key-arn" = "${KEY_ARN}" } }
}
`;

function writeTest(folder: string): void {
  const { provider, data } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as Synthesized;
  mkdirSync(join(folder, 'tests'), { recursive: true });
  writeFileSync(
    join(folder, 'tests', 'mock.tftest.hcl'),
    [
      ...provider.aws.map(({ alias }) => mockProvider(alias)),
      data?.terraform_remote_state ? remoteState : '',
      'run "applies" {\n  command = apply\n}\n',
    ].join('\n'),
  );
}

describeWith(['terraform'], 'terraform test with a mocked provider applies without AWS', () => {
  describe.each([
    'many regions, provider 5',
    'delegated administrator, custom role',
    'Control Tower 4, with its trail',
  ])('%s', (name) => {
    // What prevents destruction would keep the test from cleaning up.
    const written = new StacksOnDisk({ ...EXAMPLES[name], ...EXAMPLES['throw-away'] });
    afterAll(() => written.remove());

    test.each(written.kinds)('$stack', async ({ folder }) => {
      writeTest(folder);
      await succeed(folder, 'init', '-backend=false', '-input=false', '-no-color');
      expect(await succeed(folder, 'test', '-no-color')).toContain('1 passed, 0 failed');
    });
  });
});
