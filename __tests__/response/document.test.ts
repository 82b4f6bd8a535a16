import {
  type AutomationDocument,
  automationDocument,
  type AutomationStep,
  documentPermissions,
  type DocumentSettings,
} from '../../src/response/document';
import { readsTags } from '../../src/response/remediation-file';
import { describeWithPython, python } from './python';
import { APPROVAL, file, FILES, PROBLEMS, settings } from './remediations';

const TAG = { key: 'audit-exempt', value: 'yes' };
/** Every shape that a remediation's document can have. */
const FORMS: Readonly<Record<string, (name: string) => Partial<DocumentSettings>>> = {
  auto: () => ({}),
  'auto with tags': (name) => ({ exemptTag: TAG, ...(readsTags(file(name)) ? { scopeTag: TAG } : {}) }),
  approve: () => ({ mode: 'approve', approval: APPROVAL, exemptTag: TAG }),
};
const ALL = FILES.flatMap(({ name }) =>
  Object.entries(FORMS).map(([form, more]) => [`${name}, ${form}`, settings(name, more(name))] as const),
);

interface Branch {
  readonly Choices: readonly { readonly NextStep: string; readonly Variable: string }[];
  readonly Default: string;
}

const nextOf = ({ action, inputs, nextStep }: AutomationStep): string[] => {
  if (action !== 'aws:branch') return nextStep === undefined ? [] : [nextStep];
  const { Choices, Default } = inputs as unknown as Branch;
  return [...Choices.map(({ NextStep }) => NextStep), Default];
};

/** Every way from the first step to an end. */
function pathsOf({ mainSteps }: AutomationDocument): string[][] {
  const byName = new Map(mainSteps.map((step) => [step.name, step]));
  const from = (name: string): string[][] => {
    const step = byName.get(name)!;
    return step.isEnd ? [[name]] : nextOf(step).flatMap((next) => from(next).map((rest) => [name, ...rest]));
  };
  return from(mainSteps[0]!.name);
}

const referencesIn = (node: unknown): string[] =>
  [...JSON.stringify(node).matchAll(/\{\{ ([^{}]+?) \}\}/g)].map(([, name]) => name!);

test('the files of the repository are right', () => {
  expect(PROBLEMS).toEqual([]);
  expect(FILES.length).toBeGreaterThanOrEqual(11);
});

describe.each(ALL)('%s', (_, given) => {
  const document = automationDocument(given);
  const { mainSteps } = document;
  const paths = pathsOf(document);
  const changes = given.remediation.changes.map(({ name }) => name);

  test('is below the limit of AWS, and names each step once', () => {
    expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(65536);
    const names = mainSteps.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names.filter((name) => !/^\w{3,128}$/.test(name))).toEqual([]);
  });

  test('says of each step what follows, and reaches all of them', () => {
    for (const step of mainSteps) {
      // Changes are judged by the second look; that the rule looks again is no part of the work.
      const optional =
        /^Evaluate/.test(step.name) || changes.includes(step.name)
          ? { onFailure: 'Continue', isCritical: false }
          : { onFailure: 'Abort' };
      expect({ onFailure: step.onFailure, isCritical: step.isCritical }).toEqual({
        isCritical: undefined,
        ...optional,
      });
      expect({ [step.name]: nextOf(step).length > 0 || step.isEnd === true }).toEqual({ [step.name]: true });
      expect(nextOf(step).filter((name) => !mainSteps.some((one) => one.name === name))).toEqual([]);
    }
    expect([...new Set(paths.flat())].sort()).toEqual(mainSteps.map(({ name }) => name).sort());
  });

  test('uses values of parameters, and of steps that every way has passed before', () => {
    const byName = new Map(mainSteps.map((step) => [step.name, step]));
    for (const path of paths) {
      const known = new Set([
        ...Object.keys(document.parameters),
        ...['ACCOUNT_ID', 'REGION', 'AWS_PARTITION', 'DATE', 'DATE_TIME'].map((name) => `global:${name}`),
        'automation:EXECUTION_ID',
      ]);
      for (const name of path) {
        const { inputs, outputs = [] } = byName.get(name)!;
        expect({ name, unknown: referencesIn(inputs).filter((one) => !known.has(one)) }).toEqual({ name, unknown: [] });
        for (const { Name } of outputs) known.add(`${name}.${Name}`);
      }
    }
  });

  test('changes nothing before it has remembered, and tells of nothing mended before it has looked', () => {
    for (const path of paths.filter((one) => changes.some((change) => one.includes(change)))) {
      const order = [...path.filter((name) => /^(?:Decide|RememberHeard|Verify|Evaluate|Tell)$/.test(name))];
      expect(order.filter((name) => name !== 'Evaluate')).toEqual(['Decide', 'RememberHeard', 'Verify', 'Tell']);
      if (order.includes('Evaluate')) expect(order.indexOf('Evaluate')).toBe(3);
      for (const change of changes.filter((name) => path.includes(name))) {
        expect(path.indexOf(change)).toBeGreaterThan(path.indexOf('RememberHeard'));
        expect(path.indexOf(change)).toBeLessThan(path.indexOf('Verify'));
      }
      if (given.mode === 'approve') expect(path.indexOf('DecideAgain')).toBeGreaterThan(path.indexOf('Approve'));
    }
  });

  test('lets its role do what its steps call, and nothing else', () => {
    const statements = documentPermissions(given);
    const allowed = statements.flatMap(({ actions }) => actions);
    expect([...allowed].sort()).toEqual(actionsOf(document));
    for (const { effect, resources, principal } of statements) {
      expect({ effect, principal }).toEqual({ effect: 'Allow', principal: undefined });
      expect(
        resources.filter((one) => one !== '*' && !/^arn:aws:[a-z0-9]+:[a-z0-9*-]*:(?:\d{12}|\*)?:./.test(one)),
      ).toEqual([]);
      expect(resources.join()).not.toMatch(/\$\{/);
    }
    expect(new Set(statements.map(({ sid }) => sid)).size).toBe(statements.length);
  });
});

/** Where IAM spells a call otherwise than the API does. Source: service authorization reference. */
const SPELT: Readonly<Record<string, string>> = {
  'resourcegroupstaggingapi:GetResources': 'tag:GetResources',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3control:GetPublicAccessBlock': 's3:GetAccountPublicAccessBlock',
  's3control:PutPublicAccessBlock': 's3:PutAccountPublicAccessBlock',
};
/** What AWS asks for besides the call's own action. Source: the page of each call. */
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  'ec2:CreateFlowLogs': ['ec2:CreateTags', 'logs:CreateLogDelivery', 'logs:DeleteLogDelivery'],
};

/** The actions of a document's calls, from its text alone. */
function actionsOf({ mainSteps }: AutomationDocument): string[] {
  const actions = mainSteps.flatMap(({ action, inputs }) => {
    if (action === 'aws:approve') return inputs.NotificationArn === undefined ? [] : ['sns:Publish'];
    const call =
      action === 'aws:executeAwsApi' ? inputs : (inputs.InputPayload as AutomationStep['inputs'] | undefined);
    if (call?.Api === undefined) return [];
    const name = `${String(call.Service)}:${String(call.Api)}`;
    return [SPELT[name] ?? name, ...(BESIDES[name] ?? [])];
  });
  return [...new Set(actions)].sort();
}

test('resources of actions are those of the account and region that it runs in', () => {
  const china = { partition: 'aws-cn', region: 'cn-north-1', account: '111111111111' };
  const statements = documentPermissions(settings('security-group-ports', china));
  expect(statements.find(({ sid }) => sid === 'Ec2RevokeSecurityGroupIngress')).toEqual({
    sid: 'Ec2RevokeSecurityGroupIngress',
    effect: 'Allow',
    actions: ['ec2:RevokeSecurityGroupIngress'],
    resources: ['arn:aws-cn:ec2:cn-north-1:111111111111:security-group/*'],
  });
});

const LONG_IDS: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'b'.repeat(63),
  'AWS::KMS::Key': `mrk-${'a'.repeat(32)}`,
  'AWS::CloudTrail::Trail': `arn:aws:cloudtrail:ap-southeast-1:111111111111:trail/${'t'.repeat(60)}`,
};

test.each(FILES.map(({ name }) => name))('%s has room for 50 exceptions and long tags', (name) => {
  const { resourceType } = file(name);
  const resourceId = LONG_IDS[resourceType] ?? 'x'.repeat(27);
  const long = { key: 'k'.repeat(128), value: 'v'.repeat(256) };
  const document = automationDocument(
    settings(name, {
      mode: 'approve',
      approval: { ...APPROVAL, approverArns: Array.from({ length: 10 }, () => APPROVAL.approverArns[0]!) },
      exemptTag: long,
      ...(readsTags(file(name)) ? { scopeTag: long } : {}),
      exceptions: Array.from({ length: 50 }, () => ({ resourceId, until: '2027-01-31' })),
    }),
  );
  expect((document.parameters.Exceptions!.default as string[]).length).toBe(50);
});

test('no call reaches a bucket of somebody else', () => {
  const calls = FILES.flatMap(({ reads, changes }) => [...reads, ...changes]).filter(({ service }) => service === 's3');
  expect(calls.length).toBeGreaterThanOrEqual(8);
  for (const { name, inputs } of calls) {
    expect({ name, ...inputs }).toMatchObject({ name, ExpectedBucketOwner: '{{ global:ACCOUNT_ID }}' });
  }
});

test('tags are read where the file says, and nowhere without a tag to heed', () => {
  const tagsOf = (name: string, more: Partial<DocumentSettings>, step = 'Decide') => {
    const { inputs } = automationDocument(settings(name, more)).mainSteps.find((one) => one.name === step)!;
    return (inputs.InputPayload as { Tags: unknown }).Tags;
  };
  const ownTags = { In: '{{ ReadTags.Response }}', At: ['ResourceTagMappingList', 'Tags'] };
  expect(tagsOf('security-group-ports', { exemptTag: TAG })).toEqual(ownTags);
  expect(tagsOf('security-group-ports', {})).toEqual({ In: {}, At: [] });
  const approved = { mode: 'approve', approval: APPROVAL, scopeTag: TAG } as const;
  expect(tagsOf('rds-public-access', approved, 'DecideAgain')).toEqual({
    In: '{{ ReadInstanceAgain.Response }}',
    At: ['DBInstances', 'TagList'],
  });
  expect(tagsOf('rds-public-access', {})).toEqual({ In: {}, At: [] });
  expect(tagsOf('trail-log-validation', { exemptTag: TAG })).toEqual({ In: {}, At: [] });
});

test('the rule of a finding looks again in its own account and region', () => {
  const statements = documentPermissions(settings('iam-password-policy'));
  expect(statements.find(({ sid }) => sid === 'ConfigStartConfigRulesEvaluation')!.resources).toEqual([
    'arn:aws:config:eu-west-1:123456789012:config-rule/*',
  ]);
});

test('parameters carry their patterns, and the exceptions of the file', () => {
  const exceptions = [{ resourceId: 'sg-12345678', until: '2026-06-15' }];
  const { parameters } = automationDocument(settings('security-group-ports', { exceptions }));
  expect(parameters.Ports).toEqual({
    type: 'StringList',
    description: expect.any(String),
    allowedPattern: '^[0-9]{1,5}(-[0-9]{1,5})?$',
  });
  expect(parameters.ResourceId!.allowedPattern).toBe('^sg-[0-9a-f]{8,17}$');
  expect(parameters.Exceptions!.default).toEqual(['sg-12345678 2026-06-15']);
  expect(
    Object.values(parameters)
      .filter(({ type }) => type === 'String')
      .map(({ allowedPattern }) => allowedPattern),
  ).not.toContain(undefined);
});

test('an approval names its approvers, waits as long as it is told, and tells its topic', () => {
  const { mainSteps } = automationDocument(
    settings('kms-key-rotation', { mode: 'approve', approval: { ...APPROVAL, minimum: 2, timeoutHours: 5 } }),
  );
  expect(mainSteps.find(({ name }) => name === 'Approve')).toMatchObject({
    action: 'aws:approve',
    timeoutSeconds: 18000,
    inputs: { Approvers: APPROVAL.approverArns, MinRequiredApprovals: 2, NotificationArn: APPROVAL.topicArn },
  });
});

test('what cannot work is refused', () => {
  expect(() => automationDocument(settings('kms-key-rotation', { mode: 'approve' }))).toThrow(/nobody may give them/);
  const untagged = { ...file('kms-key-rotation'), arn: undefined };
  expect(() => automationDocument(settings('kms-key-rotation', { remediation: untagged, scopeTag: TAG }))).toThrow(
    /cannot be confined to a tag/,
  );
  const long = { ...file('kms-key-rotation'), judge: `${file('kms-key-rotation').judge}\n${'# x\n'.repeat(9000)}` };
  expect(() => automationDocument(settings('kms-key-rotation', { remediation: long }))).toThrow(/bytes of 65536/);
});

describeWithPython('API models and scripts', ['botocore.session'], () => {
  const checked = (documents: readonly AutomationDocument[]) =>
    python<{ calls: number; problems: string[] }>(['__tests__/response/models.py'], { documents });

  test('every call is one that AWS has, with inputs of its shape; every script but the calling one is pure', () => {
    const { calls, problems } = checked(ALL.map(([, given]) => automationDocument(given)));
    expect(problems).toEqual([]);
    expect(calls).toBeGreaterThan(300);
  });

  test('and what is wrong is found', () => {
    const { remediation } = settings('security-group-ports');
    const change = remediation.changes[0]!;
    const wrong = {
      ...remediation,
      judge: `import os\n${remediation.judge.replace('answer = event', 'print(open(datetime.datetime.now()))\n    answer = event')}`,
      changes: [
        { ...change, inputs: { GroupId: '{{ ResourceId }}', SecurityGroupRuleIds: '{{ ResourceId }}', Nonsense: 1 } },
        { ...change, name: 'Other', api: 'RevokeEverything' },
      ],
    };
    const { problems } = checked([automationDocument(settings('security-group-ports', { remediation: wrong }))]);
    expect(problems.map((one) => one.replace(/^.*?: /, '')).sort()).toEqual(
      [
        'Decide uses now',
        'Decide uses open',
        'Decide uses os',
        'RevokeIngress.SecurityGroupRuleIds: String for list',
        'RevokeIngress: knows no Nonsense',
        'Verify uses now',
        'Verify uses open',
        'Verify uses os',
        'ec2 knows no RevokeEverything',
      ].sort(),
    );
  });
});
