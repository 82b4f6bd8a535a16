import { GuardRule } from '../../src/rules/guard-rule';
import { folderOf, guardText } from './folders';

const PLACES = { Tags: ['owner', 'cost center'], Ports: [80, 443], None: [] };
const rule = (source: string) => new GuardRule('a-rule.guard', source);
const WHEN = 'rule a when resourceType == "AWS::S3::Bucket" {\n  name exists\n}\n';
const FULL = `# Words.\n\n${WHEN}`;

describe('the rules of a folder', () => {
  test('are its Guard files, by name', () => {
    const folder = folderOf({
      'b.guard': guardText('AWS::S3::Bucket'),
      'a-rule.guard': guardText('AWS::EC2::VPC'),
      'README.md': '',
      'c.guard.txt': '',
    });
    expect(GuardRule.readAll(folder).map(({ name, path, types }) => [name, path, types])).toEqual([
      ['a-rule', 'a-rule.guard', ['AWS::EC2::VPC']],
      ['b', 'b.guard', ['AWS::S3::Bucket']],
    ]);
  });
});

describe('the description', () => {
  test.each<[sentence: string, source: string, description: string]>([
    ['is the comment that opens the file', `# All is well.\n${WHEN}`, 'All is well.'],
    ['goes over several lines', `# All\n#  is \n#well.\n${WHEN}`, 'All is well.'],
    ['ends with an empty line', `# All is well.\n\n# But why?\n${WHEN}`, 'All is well.'],
    ['ends with an empty comment', `# All is well.\n#\n# But why?\n${WHEN}`, 'All is well.'],
    ['ends where others begin', `# All is well.\n# Differs from S3_BUCKET_NO.\n${WHEN}`, 'All is well.'],
    ['is nothing without a comment', WHEN, ''],
    ['is nothing behind a line', `\n# All is well.\n${WHEN}`, ''],
    ['is the whole of a file of comments', '# All\n# is well.', 'All is well.'],
  ])('%s', (_, source, description) => {
    expect(rule(source).description).toBe(description);
  });
});

describe('the types', () => {
  test.each<[sentence: string, source: string, ...types: string[]]>([
    ['are the one it asks for', 'rule a when resourceType == "AWS::S3::Bucket" {', 'AWS::S3::Bucket'],
    ['are in single quotes', "when resourceType == 'AWS::S3::Bucket'", 'AWS::S3::Bucket'],
    ['are close together', 'when resourceType=="AWS::S3::Bucket"', 'AWS::S3::Bucket'],
    [
      'are in a list, sorted',
      'when resourceType IN ["AWS::S3::Bucket", \'AWS::EC2::VPC\']',
      'AWS::EC2::VPC',
      'AWS::S3::Bucket',
    ],
    ['are in a list in small letters', 'when resourceType in ["AWS::S3::Bucket"]', 'AWS::S3::Bucket'],
    [
      'are in a list of several lines',
      'when resourceType IN [\n  "AWS::S3::Bucket",\n  "AWS::EC2::VPC"\n]',
      'AWS::EC2::VPC',
      'AWS::S3::Bucket',
    ],
    [
      'are those of all rules, each once',
      'resourceType == "AWS::S3::Bucket"\nresourceType IN ["AWS::EC2::VPC", "AWS::S3::Bucket"]',
      'AWS::EC2::VPC',
      'AWS::S3::Bucket',
    ],
    [
      'are none of another property',
      'when configuration.resourceTypes == "AWS::S3::Bucket" relatedType == "AWS::EC2::VPC"',
    ],
    ['are none that it does not want', 'when resourceType != "AWS::S3::Bucket"'],
    ['are none of a comment', '# when resourceType == "AWS::S3::Bucket"\n  # resourceType == "AWS::EC2::VPC"'],
    ['are none of a pattern', 'when resourceType == /AWS::S3::.*/'],
    ['may be none', 'rule a { b exists }'],
  ])('%s', (_, source, ...types) => {
    expect(rule(source).types).toEqual(types);
  });
});

describe('the text', () => {
  test.each<[sentence: string, source: string, text: string]>([
    ['has no comments of its own line', '# a\n  # b\nlet c = 1 # d\n', 'let c = 1 # d\n'],
    ['has texts in a list', 'let a = ${Tags}', "let a = ['owner', 'cost center']\n"],
    ['has numbers in a list', 'let a = ${Ports}', 'let a = [80, 443]\n'],
    ['has nothing in a list', 'let a = ${None}', 'let a = []\n'],
    ['has a list twice', '${Ports} ${Ports}', '[80, 443] [80, 443]\n'],
    ['has one empty line where there were more', 'a\n\n\n\n\nb', 'a\n\nb\n'],
    ['keeps an empty line, and indents', 'a\n\n  b', 'a\n\n  b\n'],
    ['begins and ends without any', '\n\na\n\n', 'a\n'],
  ])('%s', (_, source, text) => {
    expect(rule(source).render(PLACES)).toBe(text);
  });

  test('quotes what has quotes, and takes a value as it is', () => {
    expect(rule('${X}').render({ X: ["it's", '$&', 'a"b'] })).toBe("[\"it's\", '$&', 'a\"b']\n");
  });
});

describe('a file', () => {
  const NO_TYPE = 'asks for no type of resource; write when resourceType == "AWS::..." so that it has a scope';
  const NO_WORDS = 'has no description; open the file with a comment of 1 to 256 characters that says what it wants';
  test.each<[sentence: string, source: string, ...lines: string[]]>([
    ['is in order', FULL],
    ['asks for no type', '# Words.\n\nrule a { b exists }', NO_TYPE],
    ['says nothing', WHEN, NO_WORDS],
    ['says something of 256 characters', `# ${'x'.repeat(256)}\n${WHEN}`],
    ['says something of 257', `# ${'x'.repeat(257)}\n${WHEN}`, NO_WORDS],
    ['knows its placeholders', `${FULL}\nlet a = \${Tags}`],
    ['misspells one', `${FULL}\nlet a = \${Tag}\nlet b = \${Tag}`, '${Tag} stands for nothing; did you mean "Tags"?'],
    ['makes one up', `${FULL}\nlet a = \${Colours}`, '${Colours} stands for nothing; use Tags, Ports, None'],
    [
      'has one of every object',
      `${FULL}\nlet a = \${constructor}`,
      '${constructor} stands for nothing; use Tags, Ports, None',
    ],
    ['has an empty one', `${FULL}\nlet a = \${}`, '${} stands for nothing; use Tags, Ports, None'],
    ['is wrong in all', 'let a = ${X}', '${X} stands for nothing; use Tags, Ports, None', NO_TYPE, NO_WORDS],
  ])('%s', (_, source, ...lines) => {
    expect(rule(source).problems(PLACES)).toEqual(lines.map((line) => `policies/guard/a-rule.guard: ${line}`));
  });

  const sized = (characters: number) => {
    const rest = characters - rule(`${FULL}let a = ""`).render(PLACES).length;
    return rule(`${FULL}let a = "${'x'.repeat(rest)}"\n# ${'a comment, which does not count '.repeat(100)}`);
  };

  test('has 10,000 characters at most', () => {
    expect(sized(10_000).render(PLACES)).toHaveLength(10_000);
    expect(sized(10_000).problems(PLACES)).toEqual([]);
    expect(sized(10_001).problems(PLACES)).toEqual([
      'policies/guard/a-rule.guard: has 10001 characters of 10000; divide it into several files',
    ]);
  });

  test('is measured with its placeholders filled in', () => {
    const many = { ...PLACES, Tags: Array.from({ length: 1000 }, () => 'a-long-tag') };
    const listed = rule(`${FULL}let a = \${Tags}`);
    expect(listed.problems(PLACES)).toEqual([]);
    expect(listed.problems(many)).toEqual([
      `policies/guard/a-rule.guard: has ${listed.render(many).length} characters of 10000; divide it into several files`,
    ]);
  });
});
