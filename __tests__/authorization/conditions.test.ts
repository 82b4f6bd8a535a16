import { conditionKeysOf } from '../../src/authorization/authorization';
import {
  globalKeys,
  isConditionKey,
  isGlobalKey,
  isOperator,
  OPERATORS,
  servicesOfKey,
} from '../../src/authorization/conditions';

test.each(OPERATORS)('%s is an operator', (name) => {
  expect(isOperator(name)).toBe(true);
});

test('there are as many operators as the IAM user guide has', () => {
  expect(new Set(OPERATORS).size).toBe(27);
});

test.each([
  ['ArnNotLikeIfExists', true],
  ['ForAnyValue:StringLike', true],
  ['ForAllValues:StringEqualsIfExists', true],
  ['NullIfExists', false],
  ['ForAnyValue:NullIfExists', false],
  ['ForEachValue:StringLike', false],
  ['ForAnyValue:ForAnyValue:StringLike', false],
  ['ForAnyValue:', false],
  [':StringLike', false],
  ['StringLikeIfExistsIfExists', false],
  ['IfExists', false],
  ['ArnNotMatches', false],
  ['arnlike', false],
  ['', false],
])('operator %j: %p', (name, known) => {
  expect(isOperator(name)).toBe(known);
});

test.each([
  ['aws:PrincipalArn', true],
  ['AWS:principalARN', true],
  ['aws:PrincipalArns', false],
  ['aws:PrincipalTag/team', true],
  ['aws:PrincipalTag/a/b:c', true],
  ['aws:PrincipalTag/', false],
  ['aws:PrincipalTag', false],
  ['aws:RequestTag/team', true],
  ['s3:ExistingObjectTag/team', true],
  ['s3:ExistingObjectTag/', false],
  ['kms:EncryptionContext:aws:logs:arn', true],
  ['kms:EncryptionContext:', false],
  ['codebuild:fileSystemLocations/x.location', true],
  ['codebuild:fileSystemLocations/x.locations', false],
  ['codebuild:fileSystemLocations/x,location', false],
  ['s3:x-amz-acl', true],
  ['cloudtrail:x-amz-acl', false],
  ['PrincipalArn', false],
  ['', false],
  ['*', false],
])('condition key %j: %p', (key, known) => {
  expect(isConditionKey(key)).toBe(known);
});

test.each([
  ['aws:SourceIp', true],
  // Sessions of a service's roles carry these into every request.
  ['ec2:SourceInstanceArn', true],
  ['kms:ViaService', false],
])('%s belongs to every service: %p', (key, isGlobal) => {
  expect(isGlobalKey(key)).toBe(isGlobal);
});

test('a key belongs to each service that documents it', () => {
  expect([...servicesOfKey('kms:viaservice')]).toEqual(['kms']);
  expect([...servicesOfKey('iam:ResourceTag/team')]).toEqual(expect.arrayContaining(['iam', 'sts']));
  expect([...servicesOfKey('kms:ViaServices')]).toEqual([]);
});

test('tells the keys of a service, and those of all', () => {
  expect(conditionKeysOf('KMS')).toContain('kms:EncryptionContext:${EncryptionContextKey}');
  expect(conditionKeysOf('cloudtrail')).toEqual([]);
  expect(conditionKeysOf('cloudtrial')).toEqual([]);
  expect(globalKeys()).toContain('aws:PrincipalTag/${TagKey}');
});
