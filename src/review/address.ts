const INDEX = /\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\]/g;

/** `module.a["x"].aws_s3_bucket.b[each.key]` without what tells copies apart. */
export const withoutIndexes = (address: string): string => address.replaceAll(INDEX, '');

/** What tells copies apart, from the outermost module inwards: `["x"]`. */
export const indexesIn = (address: string): readonly string[] => address.match(INDEX) ?? [];

const MODULE = /module\.[^.[\]"]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\./y;

/** The modules that a resource is in, copies told apart: `module.a["x"].`, ... */
export function modulesIn(address: string): readonly string[] {
  const found: string[] = [];
  MODULE.lastIndex = 0;
  for (let step = MODULE.exec(address); step !== null; step = MODULE.exec(address)) found.push(step[0]);
  return found;
}
