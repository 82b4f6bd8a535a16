import catalogue from '../../src/catalogue/managed-rules.json';
import {
  CATALOGUE_DATE,
  idOfName,
  isGlobal,
  isOfferedIn,
  MANAGED_RULE_IDS,
  type ManagedRule,
  managedRule,
  needsRecords,
  WITHDRAWN,
} from '../../src/catalogue/managed-rule';
import { parameterProblems } from '../../src/catalogue/parameters';
import { words } from '../../src/catalogue/rule-notes';
import { REGIONS } from '../../src/config/regions';

const RULES = catalogue.rules as readonly ManagedRule[];
const PARAMETER_TYPES = ['CSV', 'String', 'StringMap', 'boolean', 'double', 'int'];

/** Identifiers of the rules of which something holds that must not. */
const offenders = (isWrong: (rule: ManagedRule) => boolean) => RULES.filter(isWrong).map(({ id }) => id);
const repeated = (items: readonly string[]) => items.filter((item, at) => items.indexOf(item) !== at);

describe('the catalogue', () => {
  test('lists identifiers in their order, each once', () => {
    const ids = RULES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(MANAGED_RULE_IDS).toEqual(ids);
    expect(ids.filter((id) => !/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(id))).toEqual([]);
  });

  test('is as long as AWS’s list, and dated', () => {
    expect(RULES.length).toBeGreaterThan(800);
    expect(CATALOGUE_DATE).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
  });

  test('gives each rule a name of its own', () => {
    expect(repeated(RULES.map(({ name }) => name))).toEqual([]);
    expect(offenders(({ name }) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test('calls no rule withdrawn that is one', () => {
    expect(Object.keys(WITHDRAWN).length).toBeGreaterThan(60);
    expect(Object.keys(WITHDRAWN).filter((id) => managedRule(id))).toEqual([]);
    expect(Object.keys(WITHDRAWN)).toEqual(Object.keys(WITHDRAWN).sort());
    // The reason stands in the middle of a sentence.
    expect(Object.values(WITHDRAWN).filter((reason) => !/^AWS .*[^.;]$/.test(reason))).toEqual([]);
  });

  test('knows three triggers', () => {
    expect([...new Set(RULES.map(({ trigger }) => trigger))].sort()).toEqual(['change', 'hybrid', 'periodic']);
  });

  test('names types as AWS does, each once in a rule', () => {
    expect(offenders(({ types }) => types.some((type) => !/^AWS::(?:\w+::\w+|::Account)$/.test(type)))).toEqual([]);
    expect(offenders(({ types }) => repeated(types).length > 0)).toEqual([]);
  });

  test('has a type for whatever starts with a change', () => {
    expect(offenders(({ trigger, types }) => trigger !== 'periodic' && types.length === 0)).toEqual([]);
  });

  test('names regions that there are, sorted, and says either where a rule is or where it is not', () => {
    const given = RULES.flatMap(({ notIn = [], onlyIn = [] }) => [...notIn, ...onlyIn]);
    expect([...new Set(given)].filter((region) => !REGIONS.includes(region))).toEqual([]);
    for (const key of ['notIn', 'onlyIn'] as const) {
      expect(offenders((rule) => rule[key]?.length === 0)).toEqual([]);
      expect(offenders((rule) => `${rule[key]}` !== `${rule[key] && [...new Set(rule[key])].sort()}`)).toEqual([]);
    }
    expect(offenders(({ notIn, onlyIn }) => notIn !== undefined && onlyIn !== undefined)).toEqual([]);
  });

  test('has no rule that no region has', () => {
    expect(offenders((rule) => !REGIONS.some((region) => isOfferedIn(rule, region)))).toEqual([]);
  });

  test('names parameters once, whatever their case, each of a known type', () => {
    expect(
      offenders(({ parameters }) => repeated(parameters.map(({ name }) => name.toLowerCase())).length > 0),
    ).toEqual([]);
    expect(offenders(({ parameters }) => parameters.some(({ name }) => !/^[a-zA-Z]\w*$/.test(name)))).toEqual([]);
    const types = new Set(RULES.flatMap(({ parameters }) => parameters.map(({ type }) => type)));
    expect([...types].sort()).toEqual(PARAMETER_TYPES);
  });

  test('has defaults that their own rules take', () => {
    const refused = RULES.flatMap((rule) => {
      const usual = rule.parameters.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]));
      return parameterProblems(rule, Object.fromEntries(usual)).filter(({ name }) => name !== undefined);
    });
    expect(refused).toEqual([]);
  });

  test('has no key beyond these', () => {
    const keys = (things: readonly object[]) => [...new Set(things.flatMap((thing) => Object.keys(thing)))].sort();
    expect(keys(RULES)).toEqual(['id', 'name', 'notIn', 'onlyIn', 'parameters', 'trigger', 'types']);
    expect(keys(RULES.flatMap(({ parameters }) => parameters))).toEqual(['default', 'name', 'required', 'type']);
  });

  test('has words that fit the description of a rule', () => {
    expect(offenders(({ id }) => (words(id) ?? 'x').length > 256 || words(id) === '')).toEqual([]);
  });
});

describe('a rule', () => {
  test('is found by its identifier alone', () => {
    expect(managedRule('ACCESS_KEYS_ROTATED')).toMatchObject({ name: 'access-keys-rotated', trigger: 'periodic' });
    for (const id of ['access-keys-rotated', 'ACCESS_KEYS', 'ECS_TASK_DEFINITION_MEMORY_HARD_LIMIT', 'constructor'])
      expect(managedRule(id)).toBeUndefined();
  });

  test.each([
    ['access-keys-rotated', 'ACCESS_KEYS_ROTATED'],
    ['restricted-ssh', 'INCOMING_SSH_DISABLED'],
    ['Restricted-SSH', 'INCOMING_SSH_DISABLED'],
    ['ec2-instance-managed-by-systems-manager', 'EC2_INSTANCE_MANAGED_BY_SSM'],
    ['restricted', undefined],
    ['ACCESS_KEYS_ROTATED', undefined],
  ])('that the guide calls %s is %s', (name, id) => {
    expect(idOfName(name)).toBe(id);
  });
});

const rule = (said: Partial<ManagedRule>): ManagedRule => ({
  id: 'A_RULE',
  name: 'a-rule',
  trigger: 'change',
  types: ['AWS::S3::Bucket'],
  parameters: [],
  ...said,
});

describe('a region has a rule', () => {
  test.each<[sentence: string, said: Partial<ManagedRule>, region: string, expected: boolean]>([
    ['that names no regions', {}, 'eu-west-1', true],
    ['that leaves out another', { notIn: ['eu-west-2'] }, 'eu-west-1', true],
    ['unless the rule leaves it out', { notIn: ['eu-west-2', 'eu-west-1'] }, 'eu-west-1', false],
    ['that is there only', { onlyIn: ['us-east-1', 'eu-west-1'] }, 'eu-west-1', true],
    ['unless the rule is elsewhere only', { onlyIn: ['us-east-1'] }, 'eu-west-1', false],
  ])('%s', (_, said, region, expected) => {
    expect(isOfferedIn(rule(said), region)).toBe(expected);
  });
});

describe('a rule says the same in every region', () => {
  test.each<[sentence: string, id: string, types: readonly string[], expected: boolean]>([
    ['when it is about one global type', 'X', ['AWS::IAM::User'], true],
    ['when it is about several', 'X', ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role'], true],
    ['when it is about the account’s access block', 'X', ['AWS::S3::AccountPublicAccessBlock'], true],
    ['unless another type is among them', 'X', ['AWS::IAM::Role', 'AWS::EC2::Instance'], false],
    ['unless its type is regional', 'X', ['AWS::S3::Bucket'], false],
    ['unless it has no type', 'X', [], false],
    ['when it has no type, but is about the account', 'IAM_PASSWORD_POLICY', [], true],
    ['when it is about the account, whatever its type', 'IAM_POLICY_IN_USE', ['AWS::EC2::Instance'], true],
  ])('%s', (_, id, types, expected) => {
    expect(isGlobal({ id, types })).toBe(expected);
  });

  test.each([
    'ACCOUNT_PART_OF_ORGANIZATIONS',
    'IAM_PASSWORD_POLICY',
    'IAM_POLICY_IN_USE',
    'IAM_ROOT_ACCESS_KEY_CHECK',
    'ROOT_ACCOUNT_HARDWARE_MFA_ENABLED',
    'ROOT_ACCOUNT_MFA_ENABLED',
    'S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS',
    'S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC',
    'SECURITY_ACCOUNT_INFORMATION_PROVIDED',
    'ACCESS_KEYS_ROTATED',
  ])('as %s does', (id) => {
    expect(isGlobal(managedRule(id)!)).toBe(true);
  });

  test.each(['EMR_BLOCK_PUBLIC_ACCESS', 'CLOUD_TRAIL_ENABLED', 'EC2_EBS_ENCRYPTION_BY_DEFAULT', 'SNS_ENCRYPTED_KMS'])(
    'as %s does not',
    (id) => {
      expect(isGlobal(managedRule(id)!)).toBe(false);
    },
  );
});

describe('a rule waits for records', () => {
  test.each<[sentence: string, said: Partial<ManagedRule>, expected: boolean]>([
    ['when changes start it', { trigger: 'change' }, true],
    ['when changes start it too', { trigger: 'hybrid' }, true],
    ['unless the clock starts it', { trigger: 'periodic' }, false],
    ['unless it has no type', { types: [] }, false],
  ])('%s', (_, said, expected) => {
    expect(needsRecords(rule(said))).toBe(expected);
  });
});
