import { type Json, LIST, member, OBJECT, type Path, type Problems, TEXT } from './problems';

/** Modules are nested no deeper. */
const DEPTH = 64;

/** Addresses of the managed resources among values of a plan or of its state, those of modules included. */
export function* addressesIn(values: Json, path: Path, problems: Problems): Generator<string> {
  const root = problems.optional(values, 'root_module', path, OBJECT);
  if (root) yield* within(root, [...path, 'root_module'], problems);
}

function* within(module: Json, path: Path, problems: Problems): Generator<string> {
  if (path.length > DEPTH) {
    problems.add(path.slice(0, 4), 'holds modules nested too deep');
    return;
  }
  const resources = problems.optional(module, 'resources', path, LIST) ?? [];
  for (const [at, value] of resources.entries()) {
    const resource = problems.checked(value, [...path, 'resources', at], OBJECT);
    if (resource === undefined || ['data', 'ephemeral'].includes(String(member(resource, 'mode')))) continue;
    // What a failed replacement has left over has an entry of its own.
    if (member(resource, 'deposed_key') !== undefined) continue;
    const address = problems.required(resource, 'address', [...path, 'resources', at], TEXT);
    if (address !== undefined) yield address;
  }
  const children = problems.optional(module, 'child_modules', path, LIST) ?? [];
  for (const [at, value] of children.entries()) {
    const child = problems.checked(value, [...path, 'child_modules', at], OBJECT);
    if (child) yield* within(child, [...path, 'child_modules', at], problems);
  }
}
