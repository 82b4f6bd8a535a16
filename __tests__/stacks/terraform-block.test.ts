import { organization } from '../organizations';
import { Platform } from '../synthesized';

const accounts = { logArchive: '333333333333', archive: '444444444444', members: ['555555555555'] };
const regions = { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' };
const platform = (settings: Record<string, unknown>) => new Platform(organization({ accounts, regions, ...settings }));

describe('every stack says what it needs', () => {
  test.each([
    [5, '>= 5.100.0, < 6.0.0'],
    [6, '>= 6.0.0, < 7.0.0'],
  ])('provider %s', (version, constraint) => {
    for (const { json } of platform({ provider: { version } }).stacks) {
      expect(json.terraform.required_version).toBe('>= 1.10.0');
      expect(json.terraform.required_providers).toEqual({ aws: { source: 'hashicorp/aws', version: constraint } });
    }
  });
});

describe('every stack keeps its state where audit.yaml says', () => {
  test.each<[string, object, object, object]>([
    [
      'local, relative to the stack’s folder',
      { type: 'local' },
      { backend: { local: { path: '../../../terraform.acme.evidence.tfstate' } } },
      { backend: 'local', config: { path: '../../../terraform.acme.evidence.tfstate' } },
    ],
    [
      's3, locked by a lock file',
      { type: 's3', bucket: 'acme-state', region: 'eu-west-1' },
      {
        backend: {
          s3: {
            bucket: 'acme-state',
            region: 'eu-west-1',
            key: 'acme/evidence.tfstate',
            encrypt: true,
            use_lockfile: true,
          },
        },
      },
      { backend: 's3', config: { bucket: 'acme-state', region: 'eu-west-1', key: 'acme/evidence.tfstate' } },
    ],
    [
      's3 with a key, a role and a prefix',
      {
        type: 's3',
        bucket: 'acme-state',
        region: 'eu-west-1',
        keyPrefix: 'audit/prod',
        kmsKeyId: 'alias/state',
        roleArn: 'arn:aws:iam::999999999999:role/State',
      },
      {
        backend: {
          s3: {
            bucket: 'acme-state',
            region: 'eu-west-1',
            key: 'audit/prod/evidence.tfstate',
            encrypt: true,
            use_lockfile: true,
            kms_key_id: 'alias/state',
            assume_role: { role_arn: 'arn:aws:iam::999999999999:role/State' },
          },
        },
      },
      {
        backend: 's3',
        config: {
          bucket: 'acme-state',
          region: 'eu-west-1',
          key: 'audit/prod/evidence.tfstate',
          assume_role: { role_arn: 'arn:aws:iam::999999999999:role/State' },
        },
      },
    ],
    [
      'remote',
      { type: 'remote', organization: 'acme-org', hostname: 'tfe.example.com' },
      {
        backend: {
          remote: { organization: 'acme-org', hostname: 'tfe.example.com', workspaces: { name: 'acme-evidence' } },
        },
      },
      {
        backend: 'remote',
        config: { organization: 'acme-org', hostname: 'tfe.example.com', workspaces: { name: 'acme-evidence' } },
      },
    ],
    [
      'cloud, which others read through remote',
      { type: 'cloud', organization: 'acme-org', workspacePrefix: 'audit_' },
      { cloud: { organization: 'acme-org', workspaces: { name: 'audit_evidence' } } },
      { backend: 'remote', config: { organization: 'acme-org', workspaces: { name: 'audit_evidence' } } },
    ],
  ])('%s', (_name, backend, written, read) => {
    const all = platform({ backend });
    const {
      required_version: _version,
      required_providers: _providers,
      ...state
    } = all.stack('evidence').json.terraform;
    expect(state).toEqual(written);
    for (const name of ['organization', 'baseline-555555555555']) {
      expect(all.stack(name).json.data.terraform_remote_state).toEqual({ evidence: read });
    }
    const paths = all.stacks.map(({ json }) => JSON.stringify(json.terraform.backend ?? json.terraform.cloud));
    expect(new Set(paths).size).toBe(all.stacks.length);
  });
});

describe('every stack has the credentials of its account, and fails with any other', () => {
  const accountOf: Record<string, string> = {
    evidence: '333333333333',
    organization: '111111111111',
    detection: '222222222222',
    'baseline-555555555555': '555555555555',
    'baseline-111111111111': '111111111111',
  };

  test.each(Object.entries(accountOf))('%s in %s', (name, account) => {
    const [provider] = platform({}).stack(name).json.provider.aws;
    expect(provider.allowed_account_ids).toEqual([account]);
    const role = { role_arn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`, session_name: 'org-audit' };
    expect(provider.assume_role).toEqual(account === '111111111111' ? undefined : [role]);
  });

  test('the management account’s role can be named', () => {
    const named = platform({ provider: { roleName: 'AuditDeployment', managementRoleName: 'ManagementDeployment' } });
    expect(named.stack('organization').json.provider.aws[0].assume_role[0].role_arn).toBe(
      'arn:aws:iam::111111111111:role/ManagementDeployment',
    );
    expect(named.stack('detection').json.provider.aws[0].assume_role[0].role_arn).toBe(
      'arn:aws:iam::222222222222:role/AuditDeployment',
    );
  });

  test('tags are set on every provider, and absent when there are none', () => {
    const tags = { owner: 'security' };
    for (const { json } of platform({ tags }).stacks) {
      for (const provider of json.provider.aws) expect(provider.default_tags).toEqual([{ tags }]);
    }
    for (const { json } of platform({}).stacks) {
      for (const provider of json.provider.aws) expect(provider).not.toHaveProperty('default_tags');
    }
  });
});

test('a delegated administrator’s trail, log group and role are made with the audit account’s credentials', () => {
  const { json } = platform({ trail: { administrator: 'delegated' } }).stack('organization');
  const audit = json.provider.aws.find(({ alias }: { alias?: string }) => alias === 'audit');
  expect(audit.allowed_account_ids).toEqual(['222222222222']);
  expect(json.resource.aws_cloudtrail.organization_trail).toMatchObject({
    provider: 'aws.audit',
    cloud_watch_logs_role_arn: 'arn:aws:iam::222222222222:role/acme-audit-trail-logs',
    depends_on: expect.arrayContaining(['aws_cloudtrail_organization_delegated_admin_account.delegated_cloudtrail']),
  });
  expect(json.resource.aws_cloudwatch_log_group['trail-logs_group'].provider).toBe('aws.audit');
  expect(json.resource.aws_iam_role['trail-logs_role'].provider).toBe('aws.audit');
  for (const policy of Object.values<{ provider?: string }>(json.resource.aws_organizations_policy))
    expect(policy.provider).toBeUndefined();
});
