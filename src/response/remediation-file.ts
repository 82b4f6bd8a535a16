import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { explain } from '../config/fields';
import { ConfigError, printPath, type Problem } from '../config/problem';
import { YamlFile } from '../config/yaml-file';
import { remediationProblems } from './remediation-checks';
import { type RemediationFields, remediationSchema } from './remediation-schema';

export type {
  ImpliedValue,
  RemediationFields,
  RemediationParameter,
  RemediationRead,
  RemediationStep,
} from './remediation-schema';

/** All files of a folder that can be used, and whole lines about the others: file, line, what, how to mend. */
export interface RemediationFolder {
  readonly files: readonly RemediationFile[];
  readonly problems: readonly string[];
}

/** A remediation as policies/remediations/ describes it: what it answers, reads, judges and changes. */
export interface RemediationFile extends RemediationFields {
  /** Of the file, without its extension. */
  readonly name: string;
}

/** Whether documents of it can heed tags. */
export const readsTags = ({ arn, tags }: RemediationFields): boolean => arn !== undefined || tags !== undefined;

/** Every `*.yaml` of a folder, by name; none when there is no such folder. */
function readAll(folder: string, shownAs = 'policies/remediations'): RemediationFolder {
  const names = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.yaml')) : [];
  const results = names.sort().map((file) => parse(readFileSync(join(folder, file), 'utf8'), `${shownAs}/${file}`));
  return {
    files: results.flatMap((result) => (isFile(result) ? result : [])),
    problems: results.flatMap((result) => (isFile(result) ? [] : result)),
  };
}

const isFile = (result: RemediationFile | readonly string[]): result is RemediationFile => !Array.isArray(result);

/** @param path - ends in the remediation's name and `.yaml`; messages show it */
function parse(source: string, path: string): RemediationFile | readonly string[] {
  const name = basename(path, '.yaml');
  // Its documents and roles are named after it. Source: IAM quotas, 64 characters of a role's name.
  if (!/^[a-z][a-z0-9-]{2,31}$/.test(name)) {
    return [`${path}: its name is no remediation's; use 3 to 32 lower-case letters, digits and hyphens`];
  }
  let yaml: YamlFile;
  try {
    yaml = new YamlFile(source, path);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines.map((line) => `${path}: ${line}`);
    throw error;
  }
  const parsed = remediationSchema.safeParse(yaml.data);
  if (!parsed.success) return located(path, yaml, parsed.error.issues.flatMap(explain));
  const problems = remediationProblems(parsed.data).map(spoken);
  return problems.length > 0 ? located(path, yaml, problems) : { name, ...parsed.data };
}

export const RemediationFile = { readAll, parse };

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const spoken = ({ path, what, mend }: Problem): Found => ({ path, message: `${what}; ${mend}` });

/** One line for each, in the order of the file. */
const located = (file: string, yaml: YamlFile, found: readonly Found[]): string[] =>
  found
    .map((problem) => ({ ...problem, line: yaml.lineOf(problem.path) }))
    .sort((a, b) => a.line - b.line)
    .map(({ line, path, message }) => `${file}: line ${line}, ${printPath(path) || 'the file'}: ${message}`);
