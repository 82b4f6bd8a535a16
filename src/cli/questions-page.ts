import type { Question } from '../forensics/question';

/** docs/questions.md: every question to the evidence, what it takes and how its answer reads. */
export function questionsPage(questions: readonly Question[]): string {
  return [
    `# Questions (${questions.length})`,
    '',
    '<!-- Generated from src/forensics/queries and src/cli/questions-page.ts by `npm run generate`. -->',
    '',
    'What an investigator asks of the evidence. Each is one SQL file in `src/forensics/queries/`, saved in the workgroup of',
    'Athena under its name, and asked of a folder of log files with `npm run forensics -- <name>`:',
    '[forensics](forensics.md) shows both. `from` and `to` are part of every question.',
    '',
    '| question | asks |',
    '| --- | --- |',
    ...questions.map(({ name, title }) => `| [${name}](#${name}) | ${title} |`),
    '',
    ...questions.flatMap(sectionOf),
    '## A question of your own',
    '',
    ...OWN_QUESTION,
  ].join('\n');
}

/** Parameters that every question takes in the same way. */
const COMMON = ['from', 'to'];

const sectionOf = ({ name, title, description, parameters, columns }: Question): string[] => {
  const own = parameters.filter((parameter) => !COMMON.includes(parameter.name));
  return [
    `## ${name}`,
    '',
    `**${title}.** ${escaped(description).replace(/ (?=Harmless: )/, '\n\n')}`,
    '',
    ...(own.length === 0
      ? []
      : [
          '| parameter | is | unless it is given |',
          '| --- | --- | --- |',
          ...own.map(({ name: parameter, meaning, preset }) => {
            const otherwise = preset === undefined ? 'required' : preset === '' ? 'empty' : `\`${preset}\``;
            return `| \`${parameter}\` | ${escaped(meaning)} | ${otherwise} |`;
          }),
          '',
        ]),
    '| column | is |',
    '| --- | --- |',
    ...columns.map((column) => `| \`${column.name}\` | ${escaped(column.meaning)} |`),
    '',
  ];
};

/** Text of a header as Markdown takes it. */
const escaped = (text: string): string => text.replace(/[\\|*_<]/g, '\\$&');

const OWN_QUESTION = [
  'Add a file to `src/forensics/queries/`, with a header like those of its neighbours; `npm run forensics -- --list` reads it,',
  'and the next synth saves it in Athena. It is written in the SQL of Trino, which Athena speaks, and kept to what DuckDB',
  'answers alike: tests parse it as Trino’s, refuse functions that the two do not share, and see that each scan names the days it',
  'wants. Each placeholder names its parameter, `? /* principal */`, and no other `?` stands in the file.',
  '',
];
