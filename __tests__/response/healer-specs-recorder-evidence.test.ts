import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { recordsLike } from '../../lambdas/heal-recorder/compare';
import { readDesired as readEvidence } from '../../lambdas/heal-evidence/desired';
import { type DesiredRecording, readDesired as readRecording } from '../../lambdas/heal-recorder/desired';
import { actionsByName } from '../../src/authorization/reference';
import { CONFIG_PREFIX } from '../../src/config/organization';
import { literal } from '../../src/policy/literal';
import { recordingGroup, recordingMode } from '../../src/recorder/recording';
import type { HealerSpec } from '../../src/response/healer-spec';
import { evidenceHealer } from '../../src/response/healers/evidence';
import { type DeclaredGroup, type DeclaredMode, recorderHealer } from '../../src/response/healers/recorder';
import { EXAMPLES, organization } from '../organizations';
import { Platform, type Resource } from '../synthesized';

const KEY = '${aws_kms_key.evidence_key.arn}';

/** IAM's names of calls that it names otherwise than the API. */
const RENAMED: Readonly<Record<string, string>> = {
  'config-service:': 'config:',
  'GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  'PutPublicAccessBlock': 'PutBucketPublicAccessBlock',
}; // prettier-ignore

/** Every command that a function's own code imports, as IAM names it. */
function callsOf(folder: string): string[] {
  const imported = readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([^']+)'/g)].flatMap(([, names, client]) =>
      [...names!.matchAll(/\b(\w+)Command\b/g)].map(([, command]) => `${client}:${command}`),
    );
  });
  const renamed = imported.map((call) =>
    Object.entries(RENAMED).reduce((name, [api, iam]) => name.replace(api, iam), call),
  );
  return [...new Set(renamed)].sort();
}

const actionsOf = ({ permissions }: HealerSpec) => permissions.flatMap(({ actions }) => actions).sort();

function expectKnown({ permissions }: HealerSpec): void {
  for (const { effect, actions, resources } of permissions) {
    expect(effect).toBe('Allow');
    for (const name of actions) {
      const [service] = name.split(':');
      const action = actionsByName(service!).get(name.toLowerCase());
      expect(action?.name).toBe(name);
      // Nothing is allowed on everything that could be allowed on less.
      if (resources.includes('*') && !['Read', 'List'].includes(action!.access))
        expect(action!.resourceArns).toEqual([]);
    }
  }
}

const declared = (settings: Parameters<typeof organization>[0], region: string, roleArn: string) => {
  const { config, names, home, retention } = organization(settings);
  const group = recordingGroup(config.recorder.exclude, region === home) as DeclaredGroup;
  const mode = recordingMode(config.recorder, region === home) as DeclaredMode;
  return {
    name: 'default',
    channelName: 'default',
    roleArn,
    recordingGroup: group,
    recordingMode: mode,
    bucketName: names.configBucket,
    prefix: CONFIG_PREFIX,
    keyArn: KEY,
    snapshotFrequency: config.recorder.snapshotFrequency,
    historyDays: retention.configHistoryDays,
  };
};

/** Calls that alter or remove something. */
const CHANGE = /^(?:Associate|Cancel|Create|Delete|Disable|Disassociate|Enable|Put|Schedule|Start|Stop|Update)/;

describe('the recorder’s healer', () => {
  const acme = organization();
  const role = acme.roleArn('222222222222', 'acme-audit-recorder');
  const spec = recorderHealer(acme, '222222222222', ['us-east-1', 'eu-west-1'], declared({}, 'us-east-1', role));

  test('may do what its code calls and hand on its role, no more and no less', () => {
    expect(actionsOf(spec)).toEqual([...callsOf('lambdas/heal-recorder'), 'iam:PassRole'].sort());
    expectKnown(spec);
  });

  test('hands on the recorder’s role alone, to Config alone', () => {
    expect(spec.permissions.find(({ actions }) => actions.includes('iam:PassRole'))).toMatchObject({
      actions: ['iam:PassRole'],
      resources: [role],
      condition: { StringEquals: { 'iam:PassedToService': 'config.amazonaws.com' } },
    });
  });

  test('mends recorders of its own account in its own regions', () => {
    expect(spec.permissions.find(({ sid }) => sid === 'MendRecorder')?.resources).toEqual([
      'arn:aws:config:us-east-1:222222222222:configuration-recorder/*',
      'arn:aws:config:eu-west-1:222222222222:configuration-recorder/*',
    ]);
    expect(spec.permissions.find(({ sid }) => sid === 'MendDelivery')?.condition).toEqual({
      StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] },
    });
  });

  test('is woken by changes that Config knows, never by what it reads', () => {
    for (const { source, eventSource, names } of spec.events) {
      expect([source, eventSource]).toEqual(['aws.config', 'config.amazonaws.com']);
      for (const name of names) expect(actionsByName('config').get(`config:${name}`.toLowerCase())?.name).toBe(`config:${name}`);
      expect(names.filter((name) => !CHANGE.test(name))).toEqual([]);
    }
  }); // prettier-ignore

  test('wants the key by reference', () => {
    expect(spec.references).toEqual({ EvidenceKeyArn: KEY });
    expect(spec.desired).toMatchObject({ channel: { s3KmsKeyArn: '${EvidenceKeyArn}' } });
    expect(JSON.stringify(spec.desired)).not.toContain('aws_kms_key');
  });
});

test.each(['many regions', 'GovCloud', 'delegated administrator, custom role'])(
  'what should be recorded is what is synthesized: %s',
  (example) => {
    const settings = EXAMPLES[example]!;
    const declaration = organization(settings);
    const account = declaration.auditAccount;
    const stack = new Platform(declaration).stack(`baseline-${account}`);
    const inRegion = (type: { readonly tfResourceType: string }, region: string): Resource =>
      Object.entries(stack.named(type)).find(([name]) => name.startsWith(`${region}_`))![1];
    const { governed } = declaration.config.regions;
    for (const region of governed) {
      const {
        role_arn: roleArn,
        recording_group: group,
        recording_mode: mode,
      } = inRegion(ConfigConfigurationRecorder, region);
      const { sns_topic_arn: topicArn, ...channel } = inRegion(ConfigDeliveryChannel, region);
      const values = { ...declared(settings, region, roleArn), ...(topicArn && { topicArn }) };
      const { desired } = recorderHealer(declaration, account, governed, values);
      const { recorder, channel: wanted, retentionDays } = readRecording(desired);
      expect(recordsLike(recorder, { roleARN: roleArn, ...asApi(group, mode) })).toBe(true);
      expect(wanted).toEqual({
        name: channel.name,
        s3BucketName: channel.s3_bucket_name,
        s3KeyPrefix: channel.s3_key_prefix,
        s3KmsKeyArn: '${EvidenceKeyArn}',
        ...(topicArn && { snsTopicARN: topicArn }),
        configSnapshotDeliveryProperties: {
          deliveryFrequency: channel.snapshot_delivery_properties.delivery_frequency,
        },
      });
      expect(retentionDays).toBe(declaration.retention.configHistoryDays);
    }
  },
);

/** Terraform's blocks in the spelling of Config's API. */
const asApi = (group: Resource, mode: Resource): Partial<DesiredRecording['recorder']> => ({
  recordingGroup: {
    allSupported: group.all_supported,
    includeGlobalResourceTypes: group.include_global_resource_types,
    exclusionByResourceTypes: { resourceTypes: group.exclusion_by_resource_types?.[0].resource_types },
    recordingStrategy: { useOnly: group.recording_strategy[0].use_only },
  },
  recordingMode: {
    recordingFrequency: mode.recording_frequency,
    recordingModeOverrides: mode.recording_mode_override && [
      {
        recordingFrequency: mode.recording_mode_override.recording_frequency,
        resourceTypes: mode.recording_mode_override.resource_types,
      },
    ],
  },
});

describe('the healer of evidence', () => {
  const Statement = [{ Effect: 'Deny', Resource: literal('b/${aws:PrincipalAccount}/*') }];
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const evidence = (given = policy) =>
    evidenceHealer(organization(), { buckets: [{ name: 'b', policy: given }], keyArns: { EvidenceKeyArn: KEY } });

  test('may do what its code calls, no more and no less', () => {
    const spec = evidence();
    expect(actionsOf(spec)).toEqual(callsOf('lambdas/heal-evidence'));
    expectKnown(spec);
    expect(spec.permissions.map(({ resources }) => resources)).toEqual([['arn:aws:s3:::b'], [KEY]]);
  });

  test('is woken by changes alone', () => {
    const { events } = evidence();
    expect(events.map(({ source, eventSource }) => [source, eventSource])).toEqual([
      ['aws.s3', 's3.amazonaws.com'],
      ['aws.kms', 'kms.amazonaws.com'],
    ]);
    for (const { names } of events) expect(names.filter((name) => !CHANGE.test(name))).toEqual([]);
  });

  test('wants policies as S3 has them, with IAM’s variables', () => {
    expect(JSON.stringify(evidence().desired)).toContain('b/${aws:PrincipalAccount}/*');
    const percent = JSON.stringify({ Version: '2012-10-17', Statement: [{ Resource: '%%{x}' }] });
    expect(JSON.stringify(evidence(percent).desired)).toContain('"%{x}');
  });

  test.each(['${aws_s3_bucket.b.arn}', '${TfToken[TOKEN.7]}', '%{if x}'])('refuses a policy with %s', (expression) => {
    expect(() => evidence(`{"Statement":[{"Resource":"${expression}"}]}`)).toThrow(
      `the policy of the bucket b refers to ${expression}; only names can be healed`,
    );
  });

  test.each(Object.keys(EXAMPLES).filter((name) => name !== 'many regions'))(
    'knows every bucket, policy and key that is synthesized: %s',
    (example) => {
      const declaration = organization(EXAMPLES[example]);
      const stack = new Platform(declaration).stack('evidence');
      const names = stack.all(S3BucketPublicAccessBlock).map(({ bucket }) => bucketName(stack, bucket));
      const policies = stack.all(S3BucketPolicy);
      const keys = stack.named(KmsKey);
      const keyArns = Object.fromEntries(
        Object.keys(keys).map((key, at) => [`Key${at}`, `\${aws_kms_key.${key}.arn}`]),
      );
      const buckets = policies.map(({ bucket, policy }) => ({ name: bucketName(stack, bucket), policy }));
      const { desired, references } = evidenceHealer(declaration, { buckets, keyArns });
      expect(references).toEqual(keyArns);
      const resolved = JSON.stringify(desired).replace(/\$\{Key\d\}/g, 'arn:aws:kms:us-east-1:222222222222:key/k');
      const wanted = readEvidence(JSON.parse(resolved));
      expect(wanted.buckets.map(({ name }) => name).sort()).toEqual(names.sort());
      expect(wanted.keys).toHaveLength(2);
      for (const block of stack.all(S3BucketPublicAccessBlock))
        expect([block.block_public_acls, block.block_public_policy, block.ignore_public_acls, block.restrict_public_buckets]).toEqual([true, true, true, true]); // prettier-ignore
    },
  );
});

/** A policy names its bucket by reference. */
function bucketName({ json }: { readonly json: Resource }, reference: string): string {
  const [, name] = /^\$\{aws_s3_bucket\.([^.]+)\.bucket\}$/.exec(reference)!;
  return json.resource.aws_s3_bucket[name!].bucket;
}
