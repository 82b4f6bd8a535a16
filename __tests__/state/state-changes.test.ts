import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { App, TerraformStack } from 'cdktf';
import { Placement } from '../../src/placement/placement';
import { adopt, letGo, moved } from '../../src/state/state-changes';

const HOME = 'eu-west-1';
const ELSEWHERE = 'us-east-1';

interface Written {
  readonly import?: readonly { readonly to: string; readonly id: string }[];
  readonly moved?: readonly unknown[];
  readonly removed?: readonly unknown[];
}

const stack = () => new TerraformStack(new App({ stackTraces: false }), 'stack');
const KINDS = ['import', 'moved', 'removed'];
const written = (of: TerraformStack): Written =>
  Object.fromEntries(Object.entries(of.toTerraform() as object).filter(([kind]) => KINDS.includes(kind)));

/** Placements of the stack's own account and of another, whose provider is at home elsewhere. */
const placed = (regionAliases: boolean) => {
  const scope = stack();
  const props = { account: '111111111111', home: HOME, regions: [HOME, ELSEWHERE], regionAliases, tags: {} };
  const own = new Placement(scope, props);
  const other = new Placement(scope, { ...props, account: '222222222222', alias: 'other', home: ELSEWHERE });
  return { scope, own, other };
};

describe('adopt', () => {
  test.each([
    ['of its provider’s region, named on it', false, 'own', HOME, 'main'],
    ['of another region, named on it', false, 'own', ELSEWHERE, `main@${ELSEWHERE}`],
    ['of the region of another account’s provider', false, 'other', ELSEWHERE, 'main'],
    ['of another region than that provider’s', false, 'other', HOME, `main@${HOME}`],
    ['of an alias at home', true, 'own', HOME, 'main'],
    ['of an alias elsewhere', true, 'own', ELSEWHERE, 'main'],
    ['of another account’s alias', true, 'other', HOME, 'main'],
  ] as const)('gives a resource %s its id', (_, regionAliases, who, region, id) => {
    const { scope, [who]: placement } = placed(regionAliases);
    const recorder = new ConfigConfigurationRecorder(scope, 'recorder', {
      ...placement.in(region),
      roleArn: 'arn:aws:iam::111111111111:role/recorder',
    });
    adopt(recorder, 'main');
    expect(written(scope).import).toEqual([{ to: 'aws_config_configuration_recorder.recorder', id }]);
  });

  test('gives a resource without a region its id', () => {
    const { scope, own } = placed(false);
    adopt(new IamRole(scope, 'role', { ...own.anywhere, assumeRolePolicy: '{}' }), 'Auditor');
    expect(written(scope).import).toEqual([{ to: 'aws_iam_role.role', id: 'Auditor' }]);
  });

  test('says each in its turn, and every stack its own', () => {
    const [one, other] = [placed(false), placed(false)];
    for (const { scope, own } of [one, other]) {
      for (const id of ['a', 'b']) adopt(new IamRole(scope, id, { ...own.anywhere, assumeRolePolicy: '{}' }), id);
    }
    for (const { scope } of [one, other]) expect(written(scope).import!.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

test('moved names both addresses', () => {
  const scope = stack();
  moved(scope, 'aws_sqs_queue.letters', 'aws_sqs_queue.dead-letters');
  expect(written(scope)).toEqual({ moved: [{ from: 'aws_sqs_queue.letters', to: 'aws_sqs_queue.dead-letters' }] });
});

test('letting go destroys nothing', () => {
  const scope = stack();
  letGo(scope, 'aws_organizations_organization.organization');
  expect(written(scope)).toEqual({
    removed: [{ from: 'aws_organizations_organization.organization', lifecycle: { destroy: false } }],
  });
});

test('a stack of which nothing is to be said says nothing', () => {
  expect(written(stack())).toEqual({});
});
