import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient, ListRootsCommand } from '@aws-sdk/client-organizations';
import { LiveAws } from '../../src/discovery/aws';
import { DiscoveryError } from '../../src/discovery/gap';
import { assumedRole, jsonAnswer, Service, throttled, type WireCall, xmlAnswer } from '../lambdas/service';
import { MANAGEMENT, MEMBER } from './fake-organization';

const ROLE = 'audit/Reader';
const before = { ...process.env };
let service: Service | undefined;

const identity = (account: string) =>
  xmlAnswer(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
      <Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
const role = () =>
  xmlAnswer(
    '<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><RoleName>x</RoleName></Role></GetRoleResult></GetRoleResponse>',
  );

async function start(answer: (call: WireCall, calls: readonly WireCall[]) => ReturnType<typeof identity>) {
  service = await Service.start(answer);
  const { AWS_PROFILE: _, AWS_DEFAULT_REGION: _region, ...rest } = before;
  process.env = {
    ...rest,
    AWS_ENDPOINT_URL: service.url,
    AWS_ACCESS_KEY_ID: 'caller',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'eu-central-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return service;
}
afterEach(() => {
  service?.stop();
  service = undefined;
  process.env = { ...before };
});

test('asks in the region of the environment, or in the one that is named', async () => {
  await start(() => identity(MANAGEMENT));
  const first = await LiveAws.open(ROLE);
  expect([first.account, first.region, first.partition]).toEqual([MANAGEMENT, 'eu-central-1', 'aws']);
  const second = await LiveAws.open(ROLE, 'cn-north-1');
  expect([second.region, second.partition]).toEqual(['cn-north-1', 'aws-cn']);
  expect(service!.calls.map(({ region }) => region)).toEqual(['eu-central-1', 'cn-north-1']);
});

test('enters an account by the role, once, and its own as it is', async () => {
  const { calls } = await start(({ action }) =>
    action === 'AssumeRole' ? assumedRole('entered') : action === 'GetRole' ? role() : identity(MANAGEMENT),
  );
  const aws = await LiveAws.open(ROLE, 'us-gov-west-1');
  const both = await Promise.all([aws.enter(MEMBER), aws.enter(MEMBER)]);
  const own = await aws.enter(MANAGEMENT);
  for (const access of [...both, own]) {
    await access.client(IAMClient).send(new GetRoleCommand({ RoleName: 'x' }));
    access.close();
  }
  aws.close();
  expect(calls.filter(({ action }) => action === 'GetRole').map(({ accessKeyId }) => accessKeyId)).toEqual([
    'entered',
    'entered',
    'caller',
  ]);
  const assumed = calls
    .filter(({ action }) => action === 'AssumeRole')
    .map(({ body }) => new URLSearchParams(String(body)));
  expect(assumed.map((body) => body.get('RoleArn'))).toEqual([`arn:aws-us-gov:iam::${MEMBER}:role/${ROLE}`]);
  expect(assumed.map((body) => body.get('RoleSessionName'))).toEqual(['org-audit-discover']);
});

test('goes on after throttling', async () => {
  await start(({ service: name }, calls) => {
    if (name === 'sts') return identity(MANAGEMENT);
    return calls.length < 4 ? throttled() : jsonAnswer({ Roots: [{ Id: 'r-a1b2' }] });
  });
  const aws = await LiveAws.open(ROLE);
  const { Roots } = await aws.client(OrganizationsClient).send(new ListRootsCommand({}));
  expect(Roots).toEqual([{ Id: 'r-a1b2' }]);
  expect(service!.calls).toHaveLength(4);
  aws.close();
}, 30_000);

test('without a region says how to name one', async () => {
  await start(() => identity(MANAGEMENT));
  delete process.env.AWS_REGION;
  await expect(LiveAws.open(ROLE)).rejects.toThrow(
    new DiscoveryError('no region is set; name one with --region, or set AWS_REGION'),
  );
});

test('with credentials that are refused says so', async () => {
  await start(() =>
    xmlAnswer(
      '<ErrorResponse><Error><Code>ExpiredToken</Code><Message>The token is expired</Message></Error></ErrorResponse>',
      403,
    ),
  );
  await expect(LiveAws.open(ROLE)).rejects.toThrow(
    'AWS does not say whose credentials these are: ExpiredToken: The token is expired; sign in to the management account first',
  );
});

test('without credentials says so', async () => {
  await start(() => identity(MANAGEMENT));
  delete process.env.AWS_ACCESS_KEY_ID;
  delete process.env.AWS_SECRET_ACCESS_KEY;
  await expect(LiveAws.open(ROLE)).rejects.toThrow(
    /^AWS does not say whose credentials these are: no credentials: .*; sign in to the management account first$/,
  );
});
