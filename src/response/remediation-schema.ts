import { z } from 'zod';
import { choice, flag, listOf, section, text, wholeNumber } from '../config/fields';
import { show } from '../config/problem';

/** Types of parameters. Source: Systems Manager user guide, schema 0.3. */
const PARAMETER_TYPES = ['String', 'StringList', 'Integer', 'Boolean'] as const;
/** Types of what a judge hands to the changes. */
const OUTPUT_TYPES = ['String', 'StringList', 'StringMap', 'MapList', 'Boolean', 'Integer'] as const;

const sentence = (mend: string) => text(/\S.{9,}/s, 'a sentence', mend);

const word = (what: string) =>
  text(/^[A-Z][A-Za-z0-9]{1,49}$/, what, 'write letters and digits that begin with a capital, as in ReadRules');

const pattern = () =>
  text(/^\^.*\$$/s, 'a whole pattern', 'write a regular expression that begins with ^ and ends with $').refine(
    isExpression,
    { error: ({ input }) => `${show(input)} is no regular expression; mend it` },
  );

function isExpression(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}

const value = () =>
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string())], {
    error: ({ input }) => `${show(input)} is no value of a parameter; write a text, a number, true, false or texts`,
  });

/** Values that a finding of a rule implies: always these, or those of the rule's own parameters when it has them. */
const implied = z.union(
  [z.array(z.string()), z.strictObject({ from: z.array(z.string()), default: z.array(z.string()) })],
  {
    error: ({ input }) => `${show(input)} says no values; write ["..."] or { from: [...], default: [...] }`,
  },
);

const parameter = section({
  type: choice(PARAMETER_TYPES),
  description: sentence('say what it means'),
  /** Of each value, written as text. */
  pattern: pattern(),
  default: value().optional(),
});

const step = {
  name: word('the name of a step'),
  service: text(/^[a-z0-9-]+$/, 'a service', 'write its name in botocore, as in ec2'),
  api: text(/^[A-Z]\w+$/, 'an operation', 'write it as the API does, as in DescribeSecurityGroupRules'),
  inputs: z.record(z.string(), z.unknown(), {
    error: ({ input }) => `${show(input)} is not a group of inputs; write Name: value below it, or {}`,
  }),
  action: text(/^[a-z0-9-]+:\w+$/, 'an action of IAM', 'write it as in s3:GetEncryptionConfiguration').optional(),
  resource: text(/^(?:\*|arn:.+)$/, 'a resource', 'write "*" or an ARN that begins with arn:${Partition}:').default(
    '*',
  ),
  needs: listOf(
    text(/^[a-z0-9-]+:\w+(?: (?:\*|arn:\S+))?$/, 'an action', 'write an action, and a resource behind a space'),
  ).default([]),
};

/** Reads hand values to later steps, and may ask once for each item of an answer before. */
const readStep = {
  ...step,
  tolerates: listOf(z.string()).default([]),
  each: text(
    /^[A-Z]\w+\.[A-Z]\w+$/,
    'a list of an answer',
    'write Step.Name, as in ReadKeys.AccessKeyMetadata',
  ).optional(),
  outputs: z
    .record(word('the name of a value'), text(/^\$\.\S+$/, 'a JSONPath', 'write it as in $.Trail.Name'))
    .default({}),
};

const groupOf = <T extends z.ZodType>(key: z.ZodString, item: T, example: string) =>
  z.record(key, item, { error: ({ input }) => `${show(input)} is not a group; write ${example} below it` });

/** A file of policies/remediations/. */
export const remediationSchema = section({
  title: sentence('say what it does'),
  resourceType: text(/^AWS::\w*::\w+$/, 'a resource type', 'write it as AWS Config does, as in AWS::S3::Bucket'),
  resourceId: pattern(),
  arn: text(
    /^arn:\$\{Partition\}:.*\$\{ResourceId\}/,
    'the ARN of the resource',
    'begin with arn:${Partition}: and use ${ResourceId}',
  ).optional(),
  tags: text(
    /^[A-Z]\w+(?:\.[A-Z]\w+)+$/,
    'where an answer carries the tags',
    'write Step.Name, as in ReadUser.User.Tags',
  ).optional(),
  global: flag().default(false),
  reversible: sentence('say how to undo it from `previous`'),
  disruptive: flag().default(false),
  answers: groupOf(z.string(), groupOf(z.string(), implied, 'Name: value'), 'INCOMING_SSH_DISABLED: {}'),
  parameters: groupOf(word('the name of a parameter'), parameter, 'Name: { type: String, ... }').default({}),
  reads: listOf(section(readStep)),
  judge: text(/^def judge\(event\):/m, 'a judge', 'write the Python function def judge(event):'),
  changes: listOf(section({ ...step, when: word('a value of the change').optional() })),
  /** Between the change and the look at it, for services that change or tell of changes late. */
  settleSeconds: wholeNumber(1, 3600, 'seconds').default(10),
  outputs: groupOf(word('the name of a value'), choice(OUTPUT_TYPES), 'RuleIds: StringList').default({}),
});

export type RemediationFields = z.infer<typeof remediationSchema>;
export type RemediationParameter = RemediationFields['parameters'][string];
export type RemediationStep = RemediationFields['changes'][number];
export type RemediationRead = RemediationFields['reads'][number];
export type ImpliedValue = z.infer<typeof implied>;
