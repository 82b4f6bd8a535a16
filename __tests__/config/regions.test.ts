import { dnsSuffix, isOptIn, partitionOf, regionProblem, REGIONS } from '../../src/config/regions';

/** Every region there is, with its partition and whether accounts must opt in. */
const KNOWN: readonly (readonly [region: string, partition: string, optIn: boolean])[] = [
  ['ap-northeast-1', 'aws', false],
  ['ap-northeast-2', 'aws', false],
  ['ap-northeast-3', 'aws', false],
  ['ap-south-1', 'aws', false],
  ['ap-southeast-1', 'aws', false],
  ['ap-southeast-2', 'aws', false],
  ['ca-central-1', 'aws', false],
  ['eu-central-1', 'aws', false],
  ['eu-north-1', 'aws', false],
  ['eu-west-1', 'aws', false],
  ['eu-west-2', 'aws', false],
  ['eu-west-3', 'aws', false],
  ['sa-east-1', 'aws', false],
  ['us-east-1', 'aws', false],
  ['us-east-2', 'aws', false],
  ['us-west-1', 'aws', false],
  ['us-west-2', 'aws', false],
  ['af-south-1', 'aws', true],
  ['ap-east-1', 'aws', true],
  ['ap-east-2', 'aws', true],
  ['ap-south-2', 'aws', true],
  ['ap-southeast-3', 'aws', true],
  ['ap-southeast-4', 'aws', true],
  ['ap-southeast-5', 'aws', true],
  ['ap-southeast-6', 'aws', true],
  ['ap-southeast-7', 'aws', true],
  ['ca-west-1', 'aws', true],
  ['eu-central-2', 'aws', true],
  ['eu-south-1', 'aws', true],
  ['eu-south-2', 'aws', true],
  ['il-central-1', 'aws', true],
  ['me-central-1', 'aws', true],
  ['me-south-1', 'aws', true],
  ['mx-central-1', 'aws', true],
  ['us-gov-east-1', 'aws-us-gov', false],
  ['us-gov-west-1', 'aws-us-gov', false],
  ['cn-north-1', 'aws-cn', false],
  ['cn-northwest-1', 'aws-cn', false],
];

test.each(KNOWN)('%s is in the partition %s, opt-in: %s', (region, partition, optIn) => {
  expect(partitionOf(region)).toBe(partition);
  expect(isOptIn(region)).toBe(optIn);
});

test('no other region is known', () => {
  expect([...REGIONS].sort()).toEqual(KNOWN.map(([region]) => region).sort());
});

test.each([
  ['aws', 'amazonaws.com'],
  ['aws-us-gov', 'amazonaws.com'],
  ['aws-cn', 'amazonaws.com.cn'],
] as const)('host names in %s end in %s', (partition, suffix) => {
  expect(dnsSuffix(partition)).toBe(suffix);
});

test.each([
  ['eu-wset-1', '"eu-wset-1" is not an AWS region; did you mean "eu-west-1"?'],
  ['EU-WEST-1', '"EU-WEST-1" is not an AWS region; did you mean "eu-west-1"?'],
  ['Ireland', '"Ireland" is not an AWS region; see audit.schema.json for the 38 that are'],
  [null, 'null is not an AWS region; see audit.schema.json for the 38 that are'],
])('%s is no region', (value, message) => {
  expect(regionProblem(value)).toBe(message);
});
