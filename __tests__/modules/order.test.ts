import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Ordered {
  readonly depends_on?: readonly string[];
}
type Tree = Readonly<Record<string, Readonly<Record<string, Ordered>>>>;

/** As they are checked in: another test holds that current. */
const json = (name: string, file: string): unknown =>
  JSON.parse(readFileSync(join('modules', name, `${file}.tf.json`), 'utf8'));

/** Resources of some types, by address. */
function resources(name: string, type: RegExp): [string, Ordered][] {
  const { resource } = json(name, 'main') as { resource: Tree };
  return Object.entries(resource).flatMap(([one, bodies]) =>
    type.test(one) ? Object.entries(bodies).map(([id, body]): [string, Ordered] => [`${one}.${id}`, body]) : [],
  );
}

const waitsOf = (name: string, output: string): readonly string[] => {
  const { output: all } = json(name, 'outputs') as { output: Record<string, Ordered> };
  return all[output]!.depends_on ?? [];
};

const RULES = /^aws_config_(?:config_rule|organization_\w+_rule)$/;
const PACKS = /^aws_config_(?:organization_)?conformance_pack$/;

// Source: PutConfigRule and PutConformancePack answer NoAvailableConfigurationRecorder where none is.
test.each([
  ['config-rules', RULES, 13],
  ['conformance-packs', PACKS, 2],
])('what %s makes in AWS Config waits for the recorder that its caller names', (name, type, least) => {
  const made = resources(name, type);
  expect(made.length).toBeGreaterThanOrEqual(least);
  expect(
    made.filter(([, { depends_on = [] }]) => !depends_on.includes('var.after')).map(([address]) => address),
  ).toEqual([]);
});

test.each([
  ['config-rules', 'rule_names', RULES],
  ['config-rules', 'function_names', /^aws_lambda_(?:function|permission)$/],
  ['conformance-packs', 'pack_names', PACKS],
])('%s: whoever reads %s goes on once they are there', (name, output, type) => {
  const made = resources(name, type).map(([address]) => address);
  expect(made.length).toBeGreaterThan(1);
  expect(waitsOf(name, output)).toEqual(expect.arrayContaining(made));
});

test('the evidence store is told of the role that reads snapshots before there is one', () => {
  const { output } = json('config-rules', 'outputs') as {
    output: Record<string, Ordered & { readonly value: string }>;
  };
  const { value, depends_on } = output.snapshot_reader_role_arn!;
  const [[, role]] = resources('config-rules', /^aws_iam_role$/).filter(([address]) =>
    address.endsWith('.rule-cloudtrail-multi-region_role'),
  ) as [[string, Ordered & { readonly name: string }]];
  // In the home region, the only one that has the rule, nothing follows.
  expect(value.split(':role/')[1]).toBe(role.name.replace('${local.role_suffix}', ''));
  expect([value.match(/module|aws_iam|local\.|var\.(?!name\b)/g), depends_on]).toEqual([null, undefined]);
});
