import { PackFile } from '../../src/conformance/pack-file';

/** A small pack with a key on each line, so that tests can name lines. */
const SMALL = [
  'Parameters:', // line 1
  '  Age: { Type: String, Default: "90" }',
  'Conditions:',
  '  Old: !Equals [!Ref Age, "365"]',
  'Resources:', // line 5
  '  Keys:',
  '    Type: AWS::Config::ConfigRule',
  '    Properties:',
  '      ConfigRuleName: keys',
  '      Description: Keys are young.', // line 10
  '      InputParameters: { maxAccessKeyAge: !Ref Age }',
  '      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }', // line 12
];

/** What stands on a line instead. Line 13 is the first that is free. */
export type Changes = Readonly<Record<number, string>>;

export function small(changes: Changes = {}): string {
  const lines = [...SMALL];
  for (const [line, text] of Object.entries(changes)) lines[Number(line) - 1] = text;
  return `${lines.join('\n')}\n`;
}

export const pack = (changes: Changes = {}) => new PackFile('team.yaml', small(changes));

/** Lines of a rule or a remediation, ready for line 13. */
export const resource = (id: string, type: string, ...properties: string[]) =>
  [`  ${id}:`, `    Type: AWS::Config::${type}`, '    Properties:', ...properties.map((line) => `      ${line}`)].join(
    '\n',
  );

export const rule = (id: string, ...properties: string[]) => resource(id, 'ConfigRule', ...properties);
export const remediation = (id: string, ...properties: string[]) =>
  resource(id, 'RemediationConfiguration', ...properties);
