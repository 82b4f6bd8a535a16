import { readFileSync } from 'node:fs';
import { organization } from '../organizations';
import { Platform, StackData } from '../synthesized';
import { keepRelease, lastRelease, vanished } from './released';

// At a release: KEEP_RELEASE=0.2.0 npx jest __tests__/stacks/released --selectProjects unit
const { KEEP_RELEASE } = process.env;
if (KEEP_RELEASE) keepRelease(KEEP_RELEASE);

const { version, organizations } = lastRelease();
const upgrading = readFileSync('UPGRADING.md', 'utf8');

describe(`no address of ${version} vanishes without a word to Terraform and to people`, () => {
  test.each(Object.entries(organizations))('%s', (_name, { settings, stacks }) => {
    const platform = new Platform(organization(settings));
    for (const [name, addresses] of Object.entries(stacks)) {
      expect([name, vanished(addresses, platform.stack(name), upgrading)]).toEqual([name, []]);
    }
  });
});

test(`UPGRADING.md speaks of the version after ${version}`, () => {
  expect(upgrading).toContain(`## From ${version}`);
});

describe('an address', () => {
  const now = { aws_sqs_queue: { letters: {} } };
  const [old, older] = ['aws_sqs_queue.old', 'aws_sqs_queue.older'];
  test.each([
    ['that is still there has not vanished', 'aws_sqs_queue.letters', {}, '', false],
    ['that nobody speaks of has', old, {}, `\`${old}\``, true],
    ['that was moved has not', old, { moved: [{ from: old, to: 'aws_sqs_queue.letters' }] }, '', false],
    [
      'that was moved twice has not',
      older,
      {
        moved: [
          { from: older, to: old },
          { from: old, to: 'aws_sqs_queue.letters' },
        ],
      },
      '',
      false,
    ],
    ['that was moved to nowhere has', old, { moved: [{ from: old, to: 'aws_sqs_queue.gone' }] }, '', true],
    ['that another became has', old, { moved: [{ from: older, to: 'aws_sqs_queue.letters' }] }, '', true],
    ['that is let go of, as people can read, has not', old, { removed: [{ from: old }] }, `- \`${old}\` stays`, false],
    ['that is let go of in silence has', old, { removed: [{ from: old }] }, 'nothing', true],
  ])('%s', (_, address, blocks, text, gone) => {
    const stack = new StackData('evidence', { resource: now, ...blocks });
    expect(vanished([address], stack, text)).toEqual(gone ? [address] : []);
  });
});
