import { SOURCES } from '../../src/cli/module-sources';
import { MODULES } from '../../src/modules/all';
import type { Module } from '../../src/modules/module';
import { exampleOf } from '../../src/modules/readme';
import { AwsDouble } from './aws-double';
import { recordingModes } from './config-doubles';
import { ModuleRoot } from './module-root';
import { describeWith } from './terraform';

jest.setTimeout(600_000);

const EACH = MODULES.map((module) => [module.name, module] as const);

describeWith(['terraform', 'moto_server'], 'modules applied to moto', () => {
  const doubled = new Set<string>();

  // Providers poll queues and buckets for most of the time, so several wait together.
  test.concurrent.each(EACH)(
    '%s: what the README shows applies, and a second plan changes nothing',
    async (_name, module) => {
      const aws = await AwsDouble.start(recordingModes);
      const root = new ModuleRoot([module]);
      try {
        await applies(module, root, aws);
      } finally {
        aws.stop();
        root.remove();
        aws.doubled.forEach((call) => doubled.add(call));
      }
    },
  );

  test('test doubles answered for what moto lacks, and for nothing else', () => {
    expect([...doubled].sort()).toEqual(MOTO_LACKS);
  });
});

async function applies(module: Module, root: ModuleRoot, aws: AwsDouble): Promise<void> {
  // What the examples take for granted: an organization, and the buckets of an evidence store.
  await aws.organizations('CreateOrganization', { FeatureSet: 'ALL' });
  for (const kind of ['trail', 'config']) await aws.createBucket(`acme-${kind}-222222222222-us-east-1`);
  root.provide(aws).write('main.tf', exampleOf(module, SOURCES));
  await root.init();
  await root.apply();
  expect(await root.changes()).toBe('');
}

/** Everything else that examples make is kept by moto itself; these are kept, and checked, by doubles in front of it. */
const MOTO_LACKS = [
  'S3 bucket logging',
  'S3 bucket replication',
  'custom Config rules',
  'dead letters of functions',
  'organization conformance packs',
  'organization rules',
  'recording modes',
  'remediations of rules',
  'tags of Athena workgroups',
  'trails named by ARN',
];
