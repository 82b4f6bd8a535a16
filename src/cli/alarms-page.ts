/** An alarm as Terraform reads it. */
interface Alarm {
  readonly alarm_name: string;
  readonly alarm_description: string;
}

export interface SynthesizedStack {
  readonly resource?: { readonly aws_cloudwatch_metric_alarm?: Readonly<Record<string, Alarm>> };
}

/**
 * docs/alarms.md: every alarm of the example organization, as it is deployed.
 *
 * @param stacks - the Terraform of each stack, by name
 */
export function alarmsPage(stacks: Readonly<Record<string, SynthesizedStack>>): string {
  const sections = Object.entries(stacks).flatMap(([name, { resource }]) => {
    const alarms = Object.values(resource?.aws_cloudwatch_metric_alarm ?? {});
    return alarms.length === 0 ? [] : section(name, alarms);
  });
  return [
    '# Alarms',
    '',
    '<!-- Generated from the alarms themselves and src/cli/alarms-page.ts by `npm run generate`. -->',
    '',
    'Every alarm says what happened and what to do first; here is what the alarms of the example organization say. Those',
    'called `cis-…` come with `alarms.cis`, which is on unless it is switched off. What takes more than a first step has a',
    '[runbook](runbooks.md). Beside the alarms the announcer tells people what was mended, failed or waits for them, and once an',
    'hour what changed: see [response](response.md).',
    '',
    ...sections,
  ].join('\n');
}

const section = (stack: string, alarms: readonly Alarm[]): string[] => [
  `## Stack ${stack} (${alarms.length})`,
  '',
  '| alarm | says |',
  '| --- | --- |',
  ...alarms.map(({ alarm_name: name, alarm_description: says }) => `| \`${name}\` | ${says} |`),
  '',
];
