import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemediationFile } from '../../src/response/remediation-file';

const GOOD = `title: Lets a key rotate each year
resourceType: AWS::KMS::Key
resourceId: "^[0-9a-f-]{36}$"
arn: "arn:\${Partition}:kms:\${Region}:\${Account}:key/\${ResourceId}"
reversible: "aws kms disable-key-rotation"
answers:
  CMK_BACKING_KEY_ROTATION_ENABLED: { Days: ["365"] }
parameters:
  Days:
    type: StringList
    description: Days after which it rotates
    pattern: "^[0-9]{1,4}$"
    default: ["365"]
reads:
  - name: ReadKey
    service: kms
    api: DescribeKey
    inputs: { KeyId: "{{ ResourceId }}" }
    outputs: { Owner: "$.KeyMetadata.AWSAccountId" }
  - name: ReadRotation
    service: kms
    api: GetKeyRotationStatus
    inputs: { KeyId: "{{ ResourceId }}" }
    resource: "arn:\${Partition}:kms:\${Region}:\${Account}:key/*"
    tolerates: [UnsupportedOperationException]
judge: |
  import json

  def judge(event):
      return {"wrong": True, "why": "", "previous": None, "change": {"Period": 1}}
changes:
  - name: Rotate
    service: kms
    api: EnableKeyRotation
    inputs: { KeyId: "{{ ResourceId }}", RotationPeriodInDays: "{{ change.Period }}" }
    when: Period
outputs:
  Period: Integer
`;

const problemsOf = (source: string, path = 'policies/remediations/key.yaml'): readonly string[] => {
  const result = RemediationFile.parse(source, path);
  return Array.isArray(result) ? (result as readonly string[]) : [];
};

test('a good file is read, and what it leaves out is filled in', () => {
  const file = RemediationFile.parse(GOOD, 'folder/rotate-key.yaml') as RemediationFile;
  expect(file).toMatchObject({ name: 'rotate-key', global: false, disruptive: false });
  expect(file.reads[0]).toMatchObject({ resource: '*', tolerates: [], needs: [] });
});

/** [what is wrong, the text that is replaced, by what, the whole problem] */
const CASES: readonly (readonly [string, string | RegExp, string, string])[] = [
  ['a key that is not known', 'title:', 'titel: x\ntitle:', 'line 1, titel: is not a known key; did you mean "title"?'],
  ['no judge', / {2}def judge.*\n.*\n/, '', 'line 26, judge: "import json\\n" is not a judge; write the Python function def judge(event):'],
  ['a rule that is none', 'ROTATION_ENABLED', 'ROTATION_ENABLE', 'line 7, answers.CMK_BACKING_KEY_ROTATION_ENABLE: is no rule that AWS keeps; did you mean CMK_BACKING_KEY_ROTATION_ENABLED?'],
  ['a rule about another type', 'CMK_BACKING_KEY_ROTATION_ENABLED', 'S3_BUCKET_SSL_REQUESTS_ONLY', 'line 7, answers.S3_BUCKET_SSL_REQUESTS_ONLY: finds AWS::S3::Bucket, not AWS::KMS::Key; drop it, or mend resourceType'],
  ['a value for no parameter', '{ Days: ["365"] }', '{ Day: ["365"] }', 'line 7, answers.CMK_BACKING_KEY_ROTATION_ENABLED.Day: is no parameter of this file; did you mean "Days"?'],
  ['a value of another form', '{ Days: ["365"] }', '{ Days: [a year] }', 'line 7, answers.CMK_BACKING_KEY_ROTATION_ENABLED.Days: "a year" does not match the pattern of Days; write one that does'],
  ['a parameter that the rule has not', '{ Days: ["365"] }', '{ Days: { from: [days], default: ["365"] } }', 'line 7, answers.CMK_BACKING_KEY_ROTATION_ENABLED.Days: days is no parameter of CMK_BACKING_KEY_ROTATION_ENABLED; remove it; there are none'],
  ['a default of another type', 'default: ["365"]', 'default: 365', 'line 13, parameters.Days.default: 365 is no StringList; mend it'],
  ['a default of another form', 'default: ["365"]', 'default: [x]', 'line 13, parameters.Days.default: "x" does not match the pattern; mend one of them'],
  ['a pattern without an end', '{1,4}$"', '{1,4}"', 'line 12, parameters.Days.pattern: "^[0-9]{1,4}" is not a whole pattern; write a regular expression that begins with ^ and ends with $'],
  ['a pattern that is none', '[0-9]{1,4}$"', '[0-9$"', 'line 12, parameters.Days.pattern: "^[0-9$" is no regular expression; mend it'],
  ['tags of no read', 'answers:', 'tags: ReadKeys.KeyMetadata.Tags\nanswers:', 'line 6, tags: says again where tags are read, as `arn` does; drop one of them'],
  ['tags of a read that is none', /arn: .*\n/, 'tags: ReadKeys.KeyMetadata.Tags\n', 'line 4, tags: ReadKeys.KeyMetadata.Tags is of no read; did you mean "ReadKey"?'],
  ['tags of nowhere', /arn: .*\n/, 'tags: ReadKey\n', 'line 4, tags: "ReadKey" is not where an answer carries the tags; write Step.Name, as in ReadUser.User.Tags'],
  ['a step named twice', 'name: ReadRotation', 'name: ReadKey', 'line 20, reads[1].name: ReadKey is named twice; rename one of the steps'],
  ['a step of the frame', 'name: Rotate', 'name: Remember', 'line 32, changes[0].name: Remember is kept for the steps of every document; rename it'],
  ['a step of the frame that has the rule look again', 'name: Rotate', 'name: EvaluateNothing', 'line 32, changes[0].name: EvaluateNothing is kept for the steps of every document; rename it'],
  ['an output of the frame that says so', /Period/g, 'Evaluates', 'line 38, outputs.Evaluates: is kept for what every document decides; rename it'],
  ['an output of the frame', /Period/g, 'Verdict', 'line 38, outputs.Verdict: is kept for what every document decides; rename it'],
  ['a reference to nothing', '"{{ change.Period }}"', '"{{ change.Days }}"', 'line 35, changes[0].inputs: {{ change.Days }} stands for nothing; use ResourceId, Days, global:ACCOUNT_ID, global:REGION, global:AWS_PARTITION, global:DATE, global:DATE_TIME, ReadKey.Owner, change.Period'],
  ['a change that a read uses', 'inputs: { KeyId: "{{ ResourceId }}" }\n    outputs', 'inputs: { KeyId: "{{ change.Period }}" }\n    outputs', 'line 18, reads[0].inputs: {{ change.Period }} stands for nothing; use ResourceId, Days, global:ACCOUNT_ID, global:REGION, global:AWS_PARTITION, global:DATE, global:DATE_TIME'],
  ['a value of a later read', 'inputs: { KeyId: "{{ ResourceId }}" }\n    outputs', 'inputs: { KeyId: "{{ ReadKey.Owner }}" }\n    outputs', 'line 18, reads[0].inputs: {{ ReadKey.Owner }} stands for nothing; use ResourceId, Days, global:ACCOUNT_ID, global:REGION, global:AWS_PARTITION, global:DATE, global:DATE_TIME'],
  ['a condition on no output', 'when: Period', 'when: Periods', 'line 36, changes[0].when: Periods is no output; did you mean "Period"?'],
  ['an action that IAM lacks', 'api: DescribeKey', 'api: DescribeKeys', 'line 17, reads[0].api: kms:DescribeKeys is no action of IAM; name what IAM asks for, as in action: s3:GetBucketPolicy'],
  ['a resource that the action does not take', ':kms:${Region}:${Account}:key/*', ':s3:::*', 'line 22, reads[1].api: kms:GetKeyRotationStatus does not take arn:${Partition}:s3:::*; use arn:*:kms:*:*:key/*'],
  ['a partition', 'resource: "arn:${Partition}', 'resource: "arn:aws-cn', 'line 22, reads[1].api: arn:aws-cn:kms:${Region}:${Account}:key/* names a partition; write ${Partition}, ${Region}, ${Account}'],
  ['a change in another account', '    when: Period', '    resource: "arn:${Partition}:kms:${Region}:111111111111:key/*"\n    when: Period', 'line 34, changes[0].api: arn:${Partition}:kms:${Region}:111111111111:key/* names an account; write ${Partition}, ${Region}, ${Account}'],
  ['a change in any account', '    when: Period', '    resource: "arn:${Partition}:kms:${Region}:*:key/*"\n    when: Period', 'line 34, changes[0].api: arn:${Partition}:kms:${Region}:*:key/* names an account; write ${Partition}, ${Region}, ${Account}'],
  ['a placeholder that is none', '${Account}:key/*', '${Accounts}:key/*', 'line 22, reads[1].api: arn:${Partition}:kms:${Region}:${Accounts}:key/* names an account; write ${Partition}, ${Region}, ${Account}'],
  ['braces in Python', '"why": ""', '"why": "{{ x }}"', 'line 26, judge: has {{, which Systems Manager would replace; write { {'],
  ['an import that reaches out', 'import json', 'import json, os.path', 'line 26, judge: imports os.path; use re, json, datetime, ipaddress alone; what AWS says comes from reads'],
  ['a name of the frame', 'import json', 'def decide(event, context):\n      pass', 'line 26, judge: defines decide, a name of the frame around it; begin it with a letter, and choose another'],
  ['no change', /changes:\n[^]*outputs:\n.*\n/, 'changes: []\n', 'line 31, changes: changes nothing; write at least one step'],
  ['bad YAML', 'reads:', 'answers: {}\nreads:', 'line 14: this key is given above already; remove one of them'],
]; // prettier-ignore

test.each(CASES)('%s', (_, old, by, problem) => {
  const source = GOOD.replace(old, () => by);
  expect(source).not.toBe(GOOD);
  const [first = ''] = problemsOf(source);
  expect(first.slice(0, `policies/remediations/key.yaml: ${problem}`.length)).toBe(
    `policies/remediations/key.yaml: ${problem}`,
  );
});

test('an item of an answer is asked for by name, of a step before', () => {
  const each = (source: string) => GOOD.replace('    tolerates:', `    each: ${source}\n    tolerates:`);
  expect(
    problemsOf(each('ReadKey.Grants').replace(/("\{\{ ResourceId \}\}")( \}\n {4}resource)/, '"{{ each.KeyId }}"$2')),
  ).toEqual([]);
  expect(problemsOf(each('ReadNothing.Grants'))).toEqual([
    expect.stringMatching(/reads\[1\]\.each: ReadNothing\.Grants is of no step before; use ReadKey/),
  ]);
});

test('a folder gives its good files, and lines on the others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'remediations-'));
  try {
    for (const [name, text] of Object.entries({
      'b.yaml': GOOD,
      'rotate.yaml': GOOD,
      'worse.yaml': GOOD.replace('title', 'titel'),
      'notes.md': '#',
    })) {
      writeFileSync(join(folder, name), text);
    }
    const { files, problems } = RemediationFile.readAll(folder);
    expect(files.map(({ name }) => name)).toEqual(['rotate']);
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'policies/remediations/b.yaml',
      'policies/remediations/worse.yaml',
      'policies/remediations/worse.yaml',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(RemediationFile.readAll(folder)).toEqual({ files: [], problems: [] });
});
