import type { PolicyStatement } from '../../src/policy/document';
import { PolicyFile, type Resolved } from '../../src/guardrails/policy-file';
import { folderOf } from '../rules/folders';

const PLACEHOLDERS = {
  ExemptRoleArns: ['arn:aws:iam::*:role/Deploy', 'arn:aws:iam::*:role/BreakGlass'],
  TrailArns: ['arn:aws:cloudtrail:*:*:trail/acme'],
  BucketArns: ['arn:aws:s3:::one', 'arn:aws:s3:::two'],
  RecorderRoleArns: [],
  OtherRoleArns: [],
};
const CONTEXT = { type: 'SERVICE_CONTROL_POLICY', exemptRoleArns: PLACEHOLDERS.ExemptRoleArns } as const;

const SPARING = { ArnNotLike: { 'aws:PrincipalArn': '${ExemptRoleArns}' } };
const SPARED = { ArnNotLike: { 'aws:PrincipalArn': PLACEHOLDERS.ExemptRoleArns } };
const statement = (override: object = {}) => ({
  Sid: 'KeepBuckets',
  Effect: 'Deny',
  Action: 's3:DeleteBucket',
  Resource: '*',
  Condition: SPARING,
  ...override,
});
const document = (statements: unknown, others: object = {}): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements, ...others });

const resolved = (source: string): Resolved =>
  new PolicyFile('policies/scp/team.json', source).resolve(PLACEHOLDERS, CONTEXT);
/** What one statement becomes. */
function become(override: object): PolicyStatement {
  const { statements, problems } = resolved(document([statement(override)]));
  expect(problems).toEqual([]);
  expect(statements).toHaveLength(1);
  return statements[0]!.statement;
}
/** Messages about a file, of which then nothing takes part. */
function problemsOf(source: string): readonly string[] {
  const { statements, problems } = resolved(source);
  expect(statements).toEqual([]);
  return problems;
}

describe('a folder of policies', () => {
  const pathsIn = (files: Record<string, unknown>, under = '') =>
    PolicyFile.readAll(`${folderOf(files)}${under}`, 'policies/scp').map(({ path, name, source }) => [
      path,
      name,
      source,
    ]);

  test('is read by name, whatever else lies in it', () => {
    expect(
      pathsIn({
        'b.json': 'B',
        'a.json': 'A',
        'B.json': 'capital',
        'a.v2.json': 'A2',
        'README.md': '',
        'c.json.bak': '',
        'optional/d.json': '',
        'folder.json/e.json': '',
        json: '',
      }),
    ).toEqual([
      ['policies/scp/B.json', 'B', 'capital'],
      ['policies/scp/a.json', 'a', 'A'],
      ['policies/scp/a.v2.json', 'a.v2', 'A2'],
      ['policies/scp/b.json', 'b', 'B'],
    ]);
  });

  test('may be missing or empty', () => {
    expect(pathsIn({}, '/nowhere')).toEqual([]);
    expect(pathsIn({})).toEqual([]);
  });
});

describe('the document', () => {
  test.each([
    ['a list of statements', document([statement()])],
    ['one statement without a list', document(statement())],
    ['an Id', document([statement()], { Id: 'team' })],
  ])('may be %s', (_, source) => {
    expect(resolved(source)).toEqual({
      statements: [{ origin: 'policies/scp/team.json KeepBuckets', statement: { ...statement(), Condition: SPARED } }],
      problems: [],
    });
  });

  const NO_STATEMENTS = 'has no statements; write { "Version": "2012-10-17", "Statement": [...] }';
  const VERSION = 'write "Version": "2012-10-17"';
  test.each([
    ['broken JSON', '{,}', `is not JSON: ${whatNodeSays('{,}')}; mend the JSON`],
    ['an empty file', '', `is not JSON: ${whatNodeSays('')}; mend the JSON`],
    ['null', 'null', NO_STATEMENTS],
    ['a list', '[]', NO_STATEMENTS],
    ['a text', '"text"', NO_STATEMENTS],
    ['no Statement', '{"Version":"2012-10-17"}', NO_STATEMENTS],
    ['an empty Statement', document([]), NO_STATEMENTS],
    ['a Statement of null', document(null), NO_STATEMENTS],
    ['no Version', JSON.stringify({ Statement: [statement()] }), `has the version undefined; ${VERSION}`],
    ['an old Version', document([statement()], { Version: '2008-10-17' }), `has the version "2008-10-17"; ${VERSION}`],
    [
      'an element that is misspelt',
      document([statement()], { Statments: [] }),
      'Statments is no element of a policy; did you mean "Statement"?',
    ],
    [
      'elements from elsewhere',
      document([statement()], { Description: 'x', Owner: 'y' }),
      'Description, Owner is no element of a policy; use Version, Id, Statement',
    ],
    [
      'a key twice in a condition, of which JSON would drop the first',
      '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*","Condition":{\n"StringEquals":{"aws:PrincipalAccount":"1"},\n"StringEquals":{"aws:PrincipalOrgID":"2"}}}]}',
      'line 3 has "StringEquals" for the second time, of which only the last would count; write both as one',
    ],
    [
      'its statements twice',
      '{"Version":"2012-10-17",\n"Statement":[],\n"Id":"x",\n"Statement":[]}',
      'line 4 has "Statement" for the second time, of which only the last would count; write both as one',
    ],
  ])('may not be or have %s', (_, source, problem) => {
    expect(problemsOf(source)).toEqual([`policies/scp/team.json: ${problem}`]);
  });

  test('is not taken to have a key twice for tabs and the same keys in different places', () => {
    const source = JSON.stringify(JSON.parse(document([statement(), statement({ Sid: 'Other' })])), null, '\t');
    expect(resolved(source).problems).toEqual([]);
  });
});

describe('a placeholder', () => {
  test.each<[string, object, object]>([
    ['alone is a list of its values', { Resource: '${BucketArns}' }, { Resource: PLACEHOLDERS.BucketArns }],
    [
      'alone is one value without a list',
      { Action: 'cloudtrail:StopLogging', Resource: '${TrailArns}' },
      { Action: 'cloudtrail:StopLogging', Resource: PLACEHOLDERS.TrailArns[0] },
    ],
    [
      'is spliced into a list, in its place',
      { Resource: ['arn:aws:s3:::z', '${BucketArns}', 'arn:aws:s3:::a'] },
      { Resource: ['arn:aws:s3:::z', ...PLACEHOLDERS.BucketArns, 'arn:aws:s3:::a'] },
    ],
    [
      'is spliced in beside others',
      { Resource: ['${BucketArns}', '${TrailArns}'], Action: ['s3:DeleteBucket', 'cloudtrail:StopLogging'] },
      {
        Resource: [...PLACEHOLDERS.BucketArns, ...PLACEHOLDERS.TrailArns],
        Action: ['s3:DeleteBucket', 'cloudtrail:StopLogging'],
      },
    ],
    [
      'without values vanishes from a list',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': ['${ExemptRoleArns}', '${RecorderRoleArns}'] } } },
      { Condition: SPARED },
    ],
    [
      'is replaced deep in a condition',
      { Condition: { ...SPARING, ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::x', '${TrailArns}'] } } },
      {
        Condition: { ...SPARED, ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::x', ...PLACEHOLDERS.TrailArns] } },
      },
    ],
    [
      'is told from variables of IAM, which stay',
      {
        Resource: ['arn:aws:s3:::home/${aws:username}', 'arn:aws:s3:::${*}${?}${$}', "arn:aws:s3:::${aws:userid, 'x'}"],
      },
      {
        Resource: ['arn:aws:s3:::home/${aws:username}', 'arn:aws:s3:::${*}${?}${$}', "arn:aws:s3:::${aws:userid, 'x'}"],
      },
    ],
  ])('%s', (_, given, expected) => {
    expect(become(given)).toEqual({ ...statement(), Condition: SPARED, ...expected });
  });

  const EMPTY = 'stands for no value in this organization, and there is none beside it; add another, or drop it';
  const ALONE = (name: string, text: string) =>
    `\${${name}} must stand alone, but is part of ${JSON.stringify(text)}; write the whole value as \${${name}}`;
  test.each<[string, object, ...string[]]>([
    ['is misspelt', { Resource: '${BucketArn}' }, '${BucketArn} stands for nothing; did you mean "BucketArns"?'],
    ['has spaces', { Resource: '${ BucketArns }' }, '${ BucketArns } stands for nothing; did you mean "BucketArns"?'],
    ['is not alone by a space', { Resource: '${BucketArns} ' }, ALONE('BucketArns', '${BucketArns} ')],
    [
      'is like no other',
      { Resource: '${Whatever}' },
      '${Whatever} stands for nothing; docs/guardrails.md lists those that there are',
    ],
    ['has no name', { Resource: '${}' }, '${} stands for nothing; docs/guardrails.md lists those that there are'],
    // JavaScript finds these in any object.
    [
      'is a word of JavaScript',
      { Resource: '${constructor}' },
      '${constructor} stands for nothing; docs/guardrails.md lists those that there are',
    ],
    [
      'is a word of JavaScript in a list',
      { Resource: ['${toString}'] },
      '${toString} stands for nothing; docs/guardrails.md lists those that there are',
    ],
    ['is a part of a longer text', { Resource: '${BucketArns}/*' }, ALONE('BucketArns', '${BucketArns}/*')],
    ['is a part of a text within a list', { Resource: ['*', 'x${TrailArns}'] }, ALONE('TrailArns', 'x${TrailArns}')],
    [
      'is a part of a text with variables of IAM',
      { Resource: '${TrailArns}/${aws:username}' },
      ALONE('TrailArns', '${TrailArns}/${aws:username}'),
    ],
    [
      'is misspelt deep in a condition',
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': ['${ExemptRoleArns}', '${ExemptRolesArns}'] } } },
      '${ExemptRolesArns} stands for nothing; did you mean "ExemptRoleArns"?',
    ],
    ['has no values, alone', { Resource: '${RecorderRoleArns}' }, `\${RecorderRoleArns} ${EMPTY}`],
    ['has no values, alone in a list', { Resource: ['${RecorderRoleArns}'] }, `\${RecorderRoleArns} ${EMPTY}`],
    [
      'has no values, beside another that has none',
      { Resource: ['${RecorderRoleArns}', '${OtherRoleArns}'] },
      `\${RecorderRoleArns} ${EMPTY}`,
      `\${OtherRoleArns} ${EMPTY}`,
    ],
    [
      'has no values, alone in a condition',
      { Condition: { ...SPARING, ArnLike: { 'aws:PrincipalArn': '${RecorderRoleArns}' } } },
      `\${RecorderRoleArns} ${EMPTY}`,
    ],
    [
      'comes with others that are wrong: all are told, each once',
      { Resource: ['${A1}', '${A1}', '${TrailArns}/*'], Condition: '${RecorderRoleArns}' },
      '${A1} stands for nothing; docs/guardrails.md lists those that there are',
      ALONE('TrailArns', '${TrailArns}/*'),
      `\${RecorderRoleArns} ${EMPTY}`,
    ],
  ])('is refused when it %s', (_, given, ...problems) => {
    expect(problemsOf(document([statement(given)]))).toEqual(
      problems.map((problem) => `policies/scp/team.json: KeepBuckets: ${problem}`),
    );
  });
});

describe('a statement', () => {
  test('loses the reason why it exempts nobody: AWS would refuse it', () => {
    expect(become({ Condition: undefined, ExemptsNobodyBecause: 'Everybody has another way.' })).toEqual({
      Sid: 'KeepBuckets',
      Effect: 'Deny',
      Action: 's3:DeleteBucket',
      Resource: '*',
    });
  });

  test('is named by its place in origins when it has no Sid', () => {
    const { statements, problems } = resolved(document([statement(), statement({ Sid: undefined })]));
    expect(problems).toEqual([]);
    expect(statements.map(({ origin }) => origin)).toEqual([
      'policies/scp/team.json KeepBuckets',
      'policies/scp/team.json statement 2',
    ]);
  });

  test('that is wrong is told of by file and Sid, or place; the others take part', () => {
    const { statements, problems } = resolved(
      document([
        statement({ Effect: 'deny' }),
        statement({ Sid: undefined, Resource: '${Bucket}' }),
        statement({ Sid: 'Good' }),
        'Deny',
        null,
        statement({ Sid: '', Action: ['s3:DeleteBuckets', 's3:DeleteBucket'] }),
        statement({ Sid: 5 }),
        statement({ Sid: 'Spares', Condition: undefined, Principal: '*' }),
      ]),
    );
    expect(statements.map(({ origin }) => origin)).toEqual(['policies/scp/team.json Good']);
    expect(problems).toEqual(
      [
        'KeepBuckets: has the Effect "deny"; did you mean "Deny"?',
        'statement 2: ${Bucket} stands for nothing; docs/guardrails.md lists those that there are',
        'statement 4: is "Deny", no statement; write { "Effect": "Deny", ... }',
        'statement 5: is null, no statement; write { "Effect": "Deny", ... }',
        'statement 6: has the Sid ""; use letters A-Z, a-z and digits only',
        'statement 6: "s3:DeleteBuckets" is no action of AWS; did you mean "s3:DeleteBucket"?',
        'statement 7: has the Sid 5; use letters A-Z, a-z and digits only',
        'Spares: has a Principal, which no service control policy may; drop it: it stands for every principal of the accounts below',
        'Spares: does not spare every exempt role; write "ArnNotLike": { "aws:PrincipalArn": "${ExemptRoleArns}" } into its Condition, or why not as "ExemptsNobodyBecause"',
      ].map((line) => `policies/scp/team.json: ${line}`),
    );
  });
});

/** The words differ between versions of Node.js. */
function whatNodeSays(source: string): string {
  try {
    JSON.parse(source);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${source} is JSON`);
}
