import { parse, parseDocument, visit } from 'yaml';
import { ANY_ACCOUNT } from '../../src/conformance/intrinsics';
import { PackContent, RULE } from '../../src/conformance/pack-content';
import { PackFile } from '../../src/conformance/pack-file';
import { render } from '../../src/conformance/render';
import { ruleOf } from './contents';
import { pack, remediation, rule } from './pack-text';

const HERE = { parameters: {}, partition: 'aws', region: 'eu-west-1' };
const ACCOUNT = '111111111111';

/** A pack with something of everything. */
const FULL = pack({
  10: '      Description: &words Keys are young.',
  13: [
    rule(
      'Own',
      'ConfigRuleName: own',
      'Description: *words',
      'InputParameters: { role: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${!aws:username}", text: "no" }',
      'Source:',
      '  Owner: CUSTOM_LAMBDA',
      '  SourceIdentifier: !Sub "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:own"',
      '  SourceDetails: &messages [{ EventSource: aws.config, MessageType: ConfigurationItemChangeNotification }]',
    ),
    rule(
      'Policy',
      'ConfigRuleName: policy',
      'Source:',
      '  Owner: CUSTOM_POLICY',
      '  SourceDetails: *messages',
      '  CustomPolicyDetails:',
      '    PolicyRuntime: guard-2.x.x',
      '    PolicyText: |',
      '      let names = ["a", \'b\']',
      '',
      '      rule a when resourceType == "AWS::S3::Bucket" {',
      '        name == /^[a-z]$/ <<Of one letter>>',
      '      }',
    ),
    remediation(
      'Mend',
      'ConfigRuleName: !Ref Keys',
      'TargetType: SSM_DOCUMENT',
      'TargetId: AWSConfigRemediation-X',
      'Parameters: { Role: { StaticValue: { Values: [!Sub "arn:aws:iam::${AWS::AccountId}:role/mend"] } } }',
    ),
  ].join('\n'),
});

/** What another reader of the text gets. */
const again = (text: string, account?: string) => new PackFile('again.yaml', text).resolve({ ...HERE, account });

describe('a pack that is read again', () => {
  test('is the same, with its account left open', () => {
    const { content, problems } = FULL.resolve(HERE);
    expect(problems).toEqual([]);
    const { content: same, problems: none } = again(render(content));
    expect(none).toEqual([]);
    expect(same.rules).toEqual(content.rules);
    expect(same.remediations).toEqual(
      content.remediations.map((one) => ({ ...one, properties: { ...one.properties, ConfigRuleName: 'keys' } })),
    );
  });

  test('is the same, with its account known', () => {
    const known = FULL.resolve({ ...HERE, account: ACCOUNT }).content;
    const { content, problems } = again(render(FULL.resolve(HERE).content, ACCOUNT), ACCOUNT);
    expect(problems).toEqual([]);
    expect(content.rules).toEqual(known.rules);
    expect(render(known)).toBe(render(FULL.resolve(HERE).content, ACCOUNT));
  });

  test('is the same to a reader of YAML 1.1, which CloudFormation is', () => {
    const words = [
      'yes',
      'no',
      'on',
      'off',
      'y',
      'n',
      'Yes',
      'NO',
      'true',
      'null',
      '~',
      '',
      '12:30',
      '1:20:30',
      '2024-01-01',
      '012',
      '08',
      '0x1F',
      '0b11',
      '0o7',
      '1_000',
      '1e3',
      '.5',
      '+1',
      '-',
      '.inf',
      '.nan',
      '<<',
      'a: b',
      '# a',
      ' a',
      'a ',
      '- a',
      '*a',
      '&a',
      '!a',
      '%a',
      '@a',
      '`a',
      '{a}',
      '[a]',
      'a\nb\n',
      'a\n\n\nb',
      '\n',
      'tab\there',
      '"quoted"',
      "it's",
      '\\',
      'é',
      '${a}',
      '012345678901',
    ];
    const content = new PackContent(
      [ruleOf('Words', { InputParameters: Object.fromEntries(words.entries()), Flag: false, Number: 5 })],
      [],
    );
    for (const version of ['1.1', '1.2'] as const) {
      const { InputParameters: read, Flag, Number } = parse(render(content), { version }).Resources.Words.Properties;
      expect(Object.values(read)).toEqual(words);
      expect([Flag, Number]).toEqual([false, 5]);
    }
  });
});

describe('the text of a pack', () => {
  const text = render(FULL.resolve(HERE).content);

  test('holds resources alone', () => {
    expect(Object.keys(parse(text))).toEqual(['Resources']);
    expect(parse(text).Resources.Keys).toEqual({
      Type: RULE,
      Properties: {
        ConfigRuleName: 'keys',
        Description: 'Keys are young.',
        InputParameters: { maxAccessKeyAge: '90' },
        Source: { Owner: 'AWS', SourceIdentifier: 'ACCESS_KEYS_ROTATED' },
      },
    });
  });

  test('has neither aliases nor tags nor comments, which CloudFormation or a person would have to resolve', () => {
    const found: string[] = [];
    visit(parseDocument(text), {
      Alias: (_, { source }) => void found.push(source),
      Node: (_, node) => void (node.tag && !node.tag.startsWith('tag:yaml.org') && found.push(node.tag)),
    });
    expect(found).toEqual([]);
    expect(text).not.toMatch(/^\s*#/m);
  });

  test('repeats what is said twice', () => {
    expect(text.split('Description: Keys are young.')).toHaveLength(3);
    expect(text.split('MessageType: ConfigurationItemChangeNotification')).toHaveLength(3);
  });

  test('breaks no line', () => {
    const long = `${'word '.repeat(100)}end`;
    expect(render(new PackContent([ruleOf('A', { Description: long })], []))).toContain(`Description: ${long}\n`);
  });

  test('makes a remediation wait for its rule, and names it', () => {
    expect(parse(text).Resources.Mend).toMatchObject({
      Type: 'AWS::Config::RemediationConfiguration',
      DependsOn: 'Keys',
      Properties: { ConfigRuleName: 'keys', TargetType: 'SSM_DOCUMENT' },
    });
  });

  test('leaves to AWS the account of an organization’s pack, and nothing else', () => {
    expect(text).not.toContain(ANY_ACCOUNT);
    expect([...text.matchAll(/Fn::Sub: (.*)$/gm)].map(([, value]) => value)).toEqual([
      'arn:aws:iam::${AWS::AccountId}:role/${!aws:username}',
      'arn:aws:lambda:eu-west-1:${AWS::AccountId}:function:own',
      'arn:aws:iam::${AWS::AccountId}:role/mend',
    ]);
    expect(text.match(/Ref:|Fn::(?!Sub)/g)).toBeNull();
  });

  test('leaves nothing to AWS where the account is known', () => {
    const known = render(FULL.resolve(HERE).content, ACCOUNT);
    expect(known).not.toContain('Fn::');
    expect(known).not.toContain(ANY_ACCOUNT);
    expect(parse(known).Resources.Own.Properties.InputParameters.role).toBe(
      `arn:aws:iam::${ACCOUNT}:role/\${aws:username}`,
    );
  });

  test.each<[sentence: string, value: string, written: unknown]>([
    ['without an account stays as it is', 'a ${b} $c', 'a ${b} $c'],
    ['is an account', ANY_ACCOUNT, { 'Fn::Sub': '${AWS::AccountId}' }],
    ['has two', `${ANY_ACCOUNT}:${ANY_ACCOUNT}`, { 'Fn::Sub': '${AWS::AccountId}:${AWS::AccountId}' }],
    ['has braces beside it', `\${a}:${ANY_ACCOUNT}:\${!b}`, { 'Fn::Sub': '${!a}:${AWS::AccountId}:${!!b}' }],
  ])('has a value that %s', (_, value, written) => {
    const content = new PackContent([ruleOf('A', { InputParameters: { a: value, b: [value] } })], []);
    expect(parse(render(content)).Resources.A.Properties.InputParameters).toEqual({ a: written, b: [written] });
    const known = value.split(ANY_ACCOUNT).join(ACCOUNT);
    expect(parse(render(content, ACCOUNT)).Resources.A.Properties.InputParameters).toEqual({ a: known, b: [known] });
  });
});
