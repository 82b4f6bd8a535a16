import { coverageOf, groundOf, rulesLeftOut } from '../../src/frameworks/coverage';
import type { Control, Framework } from '../../src/frameworks/framework';

const control = (said: Partial<Control>): Control => ({ id: '1', title: 'One', rules: [], basis: 'derived', ...said });
const rules = ['SNS_ENCRYPTED_KMS'];

test.each([
  ['published', control({ rules, basis: 'published', lambda: ['iam-root-unused'] })],
  ['derived', control({ rules, related: ['EFS_ENCRYPTED_CHECK'] })],
  ['derived', control({ related: rules, lambda: ['iam-root-unused'] })],
  ['own', control({ lambda: ['iam-root-unused'], additional: rules })],
  ['own', control({ guard: ['iam-user-no-admin'] })],
  ['candidates', control({ additional: rules, manual: 'A sign of it, no more.' })],
  ['manual', control({ manual: 'Work that people do.' })],
] as const)('%s is the best ground that counts', (ground, one) => {
  expect(groundOf(one)).toBe(ground);
});

test('a framework counts each control and each rule once', () => {
  const framework: Framework = {
    id: 'standard',
    title: 'A Standard',
    short: 'STD',
    version: '1',
    source: 'Derived: made up.',
    controlsAll: 9,
    controls: [
      control({ id: '1', rules: ['S3_BUCKET_VERSIONING_ENABLED', ...rules], basis: 'published' }),
      control({ id: '2', rules, basis: 'published', additional: ['EFS_ENCRYPTED_CHECK', 'RDS_STORAGE_ENCRYPTED'] }),
      control({ id: '3', lambda: ['iam-root-unused'], guard: ['iam-user-no-admin'] }),
      control({ id: '4', lambda: ['iam-root-unused'] }),
      control({ id: '5', rules: ['IAM_ROLE_MANAGED_POLICY_CHECK', 'IAM_PASSWORD_POLICY'] }),
      control({ id: '6', additional: ['EFS_ENCRYPTED_CHECK'] }),
      control({ id: '7', manual: 'Work that people do.' }),
    ],
  };
  expect(coverageOf(framework)).toEqual({
    framework,
    grounds: { published: 2, derived: 1, own: 2, candidates: 1, manual: 1 },
    managed: 4,
    candidates: 1,
    own: 2,
    files: ['standard', 'standard-additional'],
  });
  expect(rulesLeftOut([framework]).map(([rule]) => rule)).toEqual(['IAM_ROLE_MANAGED_POLICY_CHECK']);
});
