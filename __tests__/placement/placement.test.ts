import { readdirSync, readFileSync } from 'node:fs';
import { TerraformStack, Testing } from 'cdktf';
import { Placement } from '../../src/placement/placement';
import { organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

const settings = (version: 5 | 6) => ({
  accounts: { logArchive: '333333333333', archive: '444444444444', members: ['555555555555'] },
  regions: { home: 'us-east-1', governed: ['us-east-1', 'eu-west-1'], archive: 'us-west-2' },
  provider: { version },
  trail: { notifications: true },
});
const five = new Platform(organization(settings(5)));
const six = new Platform(organization(settings(6)));

const resources = (platform: Platform): [string, Resource][] =>
  platform.stacks.flatMap(({ name, json }) =>
    Object.entries<Record<string, Resource>>(json.resource).flatMap(([type, named]) =>
      Object.entries(named).map(([id, resource]): [string, Resource] => [`${name} ${type}.${id}`, resource]),
    ),
  );

/** Types that have no region in either provider. */
const GLOBAL = /^\S+ aws_(?:iam|organizations)_|aws_cloudtrail_organization_delegated_admin_account/;

test('both providers get the same addresses: a team can move from 5 to 6 and keep its state', () => {
  expect(resources(six).map(([address]) => address)).toEqual(resources(five).map(([address]) => address));
});

test('provider 6 names the region on every regional resource, and on no global one', () => {
  for (const [address, { region }] of resources(six)) {
    expect([address, region]).toEqual([
      address,
      GLOBAL.test(address) ? undefined : expect.stringMatching(/^(us-east-1|eu-west-1|us-west-2)$/),
    ]);
  }
});

test('provider 6 has one provider for each account', () => {
  expect(six.stacks.map(({ name, json }) => [name, json.provider.aws.map(({ alias }: Resource) => alias)])).toEqual(
    six.stacks.map(({ name }) => [name, name === 'evidence' ? [undefined, 'archive'] : [undefined]]),
  );
});

test('provider 5 never names a region on a resource', () => {
  for (const [address, resource] of resources(five)) expect([address, 'region' in resource]).toEqual([address, false]);
});

test('provider 5 has an alias for each further region, and resources use it', () => {
  const baseline = five.stack('baseline-555555555555').json;
  expect(baseline.provider.aws.map(({ alias, region }: Resource) => [alias, region])).toEqual([
    [undefined, 'us-east-1'],
    ['eu-west-1', 'eu-west-1'],
  ]);
  const recorders = baseline.resource.aws_config_configuration_recorder;
  expect([recorders['us-east-1_recorder'].provider, recorders['eu-west-1_recorder'].provider]).toEqual([
    undefined,
    'aws.eu-west-1',
  ]);
  const { aws_s3_bucket: buckets } = five.stack('evidence').json.resource;
  expect([buckets.trail_bucket.provider, buckets.archive_bucket.provider]).toEqual([undefined, 'aws.archive']);
});

test('only placement knows the difference between providers', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const knowing = sources.filter((file) => /regionAliases|provider\.version/.test(readFileSync(`src/${file}`, 'utf8')));
  // The configuration says it, a check reads it, one stack class passes it on.
  expect(knowing.sort()).toEqual([
    'config/checks/regions.ts',
    'config/sections/terraform.ts',
    'placement/placement.ts',
    'stacks/platform-stack.ts',
  ]);
});

test('a region nobody told of is a mistake of ours', () => {
  const stack = new TerraformStack(Testing.app(), 'test');
  const placement = new Placement(stack, {
    account: '111111111111',
    home: 'us-east-1',
    regions: [],
    regionAliases: false,
    tags: {},
  });
  expect(placement.in('us-east-1')).toEqual({ region: 'us-east-1' });
  expect(() => placement.in('eu-west-1')).toThrow('no provider is placed in eu-west-1');
});

describe('from 5 to 6', () => {
  const between = new Platform(organization({ ...settings(6), provider: { version: 6, regionAliases: true } }));

  test('the step between has the aliases and resources of 5 under the provider of 6', () => {
    for (const { name, json } of between.stacks) {
      const { terraform, ...rest } = json;
      const { terraform: _five, ...before } = five.stack(name).json;
      expect(rest).toEqual(before);
      expect(terraform.required_providers.aws.version).toBe('>= 6.0.0, < 7.0.0');
    }
  });
});

test('a retired region keeps its alias and has no recorder', () => {
  const regions = { home: 'us-east-1', governed: ['us-east-1'], retired: ['eu-west-1'], archive: 'us-west-2' };
  const { json } = new Platform(organization({ regions, provider: { version: 5 } })).stack('baseline-111111111111');
  expect(json.provider.aws.map(({ alias }: Resource) => alias)).toEqual([undefined, 'eu-west-1']);
  expect(Object.keys(json.resource.aws_config_configuration_recorder)).toEqual(['us-east-1_recorder']);
});
