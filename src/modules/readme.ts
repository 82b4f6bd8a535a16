import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from './expression';
import type { Module, Output, Sources } from './module';

/** What a caller writes. */
export const exampleOf = ({ name }: Module, { examples }: Sources): string =>
  readFileSync(join(examples, `${name}.tf`), 'utf8');

/** The README of a module: what it is, how it is called, what it takes, gives and makes. */
export function readme(
  module: Module,
  sources: Sources,
  outputs: Readonly<Record<string, Output>>,
  resources: Json,
): string {
  const { name, title, description, variables, providers = {} } = module;
  const inputs = Object.entries(variables).map(([input, variable]) => [
    `\`${input}\``,
    `\`${variable.type}\``,
    'default' in variable ? `\`${JSON.stringify(variable.default)}\`` : '*required*',
    variable.description,
  ]);
  const chapters = [
    `# ${name}`,
    `${title}.`,
    ...description,
    '## Example',
    `\`\`\`hcl\n${exampleOf(module, sources).trim()}\n\`\`\``,
    '## Providers',
    table(
      ['provider', 'is'],
      [
        ['`aws`', 'where everything is that is not said to be elsewhere'],
        ...Object.entries(providers).map(([alias, what]) => [`\`aws.${alias}\``, what]),
      ],
    ),
    'Terraform 1.10 or later; provider `hashicorp/aws` 5.100 or any 6. Regions and partition are those of the providers.',
    '## Inputs',
    table(['input', 'type', 'default', 'meaning'], inputs),
    ...(module.chapters?.(sources) ?? []),
    '## Outputs',
    table(
      ['output', 'meaning'],
      Object.entries(outputs).map(([output, { description: meaning }]) => [`\`${output}\``, meaning]),
    ),
    '## Resources',
    table(
      ['type', 'addresses'],
      Object.entries(resources as Record<string, Record<string, unknown>>)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([type, bodies]) => [
          `\`${type}\``,
          Object.keys(bodies)
            .map((id) => `\`${id}\``)
            .join(', '),
        ]),
    ),
  ];
  return `${chapters.join('\n\n')}\n\n<!-- Written by npm run modules. -->\n`;
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
