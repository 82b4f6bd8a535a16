import { readFileSync } from 'node:fs';
import { CHECKS } from './checks/all';
import { explain } from './fields';
import { Organization } from './organization';
import { checkReadable } from './partial';
import { ConfigError, printPath, type Problem } from './problem';
import { schema } from './schema';
import { YamlFile } from './yaml-file';

/**
 * Reads an organization from a YAML file.
 *
 * @throws ConfigError that lists every problem with its line, path, value and mend
 */
export function loadOrganization(file: string): Organization {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    const what = UNREADABLE[code] ?? `it cannot be read (${code}); make it readable`;
    throw new ConfigError(file, [
      `${what}, or name another file with --config or in the environment variable AUDIT_CONFIG`,
    ]);
  }
  return parseOrganization(source, file);
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; create it',
  EISDIR: 'it is a folder; name the file within it',
};

/** As `loadOrganization`, from text. `file` is only named in messages. */
export function parseOrganization(source: string, file: string): Organization {
  const yaml = new YamlFile(source, file);
  const parsed = schema.safeParse(yaml.data);

  const illFormed = parsed.success ? [] : parsed.error.issues.flatMap(explain);
  const inconsistent = checkReadable(
    yaml.data,
    illFormed.map(({ path }) => path),
    CHECKS,
  );
  const complaint = (found: readonly Found[], others: readonly string[] = []) =>
    new ConfigError(file, [...located(found, yaml), ...others]);
  const found = [...illFormed, ...inconsistent.map(spoken)];
  if (found.length > 0) throw complaint(found);
  return new Organization(parsed.data!, (problems, others) => complaint(problems.map(spoken), others));
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const spoken = ({ path, what, mend }: Problem): Found => ({ path, message: `${what}; ${mend}` });

/** One line for each, in the order of the file. */
function located(found: readonly Found[], yaml: YamlFile): string[] {
  return found
    .map((problem) => ({ ...problem, line: yaml.lineOf(problem.path) }))
    .sort((a, b) => a.line - b.line)
    .map(({ line, path, message }) => (path.length === 0 ? message : `line ${line}, ${printPath(path)}: ${message}`));
}
