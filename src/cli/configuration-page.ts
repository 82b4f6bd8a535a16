/** The parts of JSON Schema that our schema uses. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly allOf?: readonly SchemaNode[];
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
}

interface Row {
  readonly key: string;
  readonly kind: string;
  readonly fallback: string;
  readonly description: string;
}

/** docs/configuration.md: every key of audit.yaml, from the schema and the checked-in example. */
export function configurationPage(schema: SchemaNode, example: string): string {
  const resolve = (node: SchemaNode): SchemaNode => {
    const { $ref = node.allOf?.[0]?.$ref, allOf: _, ...own } = node;
    return $ref === undefined ? node : { ...schema.definitions?.[$ref.split('/').at(-1)!], ...own };
  };

  const rows = (node: SchemaNode, prefix: string, required: boolean): Row[] => {
    const at = resolve(node);
    const own: Row = {
      key: prefix,
      kind: kindOf(at, resolve),
      fallback: required ? '**required**' : fallbackOf(at),
      description: at.description ?? '',
    };
    if (at.properties) return [own, ...children(at, prefix)];
    if (at.items && resolve(at.items).properties) return [own, ...children(resolve(at.items), `${prefix}[]`)];
    if (at.oneOf) return [own, ...unique(at.oneOf.flatMap((option) => children(resolve(option), prefix)))];
    return [own];
  };
  const children = (node: SchemaNode, prefix: string): Row[] =>
    Object.entries(node.properties ?? {}).flatMap(([key, child]) =>
      rows(child, `${prefix}.${key}`, node.required?.includes(key) ?? false),
    );

  const sections = Object.entries(schema.properties ?? {}).map(([key, node]) => {
    const [head, ...rest] = rows(node, key, schema.required?.includes(key) ?? false) as [Row, ...Row[]];
    const title = `## ${key}\n\n${head.description}`;
    return rest.length === 0 ? `${title}\n\n${table([head])}` : `${title}\n\n${table(rest)}`;
  });
  return [
    '# Configuration',
    '',
    '<!-- Generated from src/config/schema.ts by `npm run generate`. Edit there. -->',
    '',
    'One file declares one AWS Organization. It is `audit.yaml`, or what the environment variable `AUDIT_CONFIG` names.',
    'Every problem in it is reported at once, with its line and how to mend it; a key that is not listed here is a problem.',
    'Editors complete and check the file as you type through `audit.schema.json`.',
    '',
    '```yaml',
    example.trimEnd(),
    '```',
    '',
    sections.join('\n\n'),
    '',
  ].join('\n');
}

function kindOf(node: SchemaNode, resolve: (node: SchemaNode) => SchemaNode): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum)
    return node.enum.length > 12 ? 'one of many words' : node.enum.map((word) => `\`${String(word)}\``).join(', ');
  if (node.anyOf) return node.anyOf.map((option) => kindOf(resolve(option), resolve)).join(' or ');
  if (node.type === 'array') {
    const item = resolve(node.items!);
    return item.properties
      ? 'list of groups'
      : `list of ${kindOf(item, resolve).replace('one of many words', 'words')}`;
  }
  if (node.type === 'integer' || node.type === 'number') {
    return node.minimum === undefined ? 'number' : `${node.minimum} to ${node.maximum}`;
  }
  if (node.type === 'boolean') return '`true`, `false`';
  if (node.type === 'object' || node.oneOf) return 'group';
  return 'text';
}

function fallbackOf({ default: value }: SchemaNode): string {
  if (value === undefined) return '';
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 && !Array.isArray(value)
    ? ''
    : `\`${JSON.stringify(value)}\``;
}

function unique(rows: readonly Row[]): Row[] {
  const merged = new Map<string, Row>();
  for (const row of rows) {
    const known = merged.get(row.key);
    merged.set(
      row.key,
      known && known.kind !== row.kind ? { ...known, kind: `${known.kind}, ${row.kind}` } : (known ?? row),
    );
  }
  return [...merged.values()];
}

const table = (rows: readonly Row[]): string =>
  [
    '| key | value | default | meaning |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ key, kind, fallback, description }) =>
        `| \`${key}\` | ${kind} | ${fallback} | ${description.replaceAll('|', '\\|')} |`,
    ),
  ].join('\n');
