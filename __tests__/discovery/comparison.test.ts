import { unknownTo } from '../../src/discovery/comparison';
import { discover } from '../../src/discovery/discovery';
import { draftOf } from '../../src/discovery/draft';
import { parseOrganization } from '../../src/config/load';
import { organization } from '../organizations';
import {
  type Answers,
  AUDIT,
  ELSEWHERE,
  EMPTY,
  FakeAws,
  HOME,
  LOGS,
  MANAGEMENT,
  MEMBER,
  recorders,
  trails,
  USUAL,
} from './fake-organization';

const look = (answers: Answers) => discover(new FakeAws(answers), { regions: [], accounts: [] });
const declared = (settings: Record<string, unknown> = {}) =>
  organization({
    organization: { id: 'o-a1b2c3d4e5', rootId: 'r-a1b2', managementAccountId: MANAGEMENT },
    accounts: { audit: AUDIT, logArchive: LOGS, members: [MEMBER] },
    regions: { home: HOME, governed: [HOME, ELSEWHERE], archive: 'us-west-2' },
    ...settings,
  });

test('what discovery writes knows all that it found', async () => {
  const found = await look(USUAL);
  const wishes = { name: 'acme', years: 7, emails: ['a@example.com'], topicArns: [], roleName: 'R' };
  expect(unknownTo(parseOrganization(draftOf(found, wishes).text, 'audit.yaml'), found)).toEqual([]);
  expect(unknownTo(declared(), await look(EMPTY))).toEqual([]);
});

test('recorders of the platform are known, though they were never adopted', async () => {
  const { configBucket } = declared().names;
  const ours = recorders([`${MEMBER} ${HOME}`], {}, { s3BucketName: configBucket });
  expect(unknownTo(declared(), await look({ ...EMPTY, ...ours }))).toEqual([]);
});

test('recorders of Control Tower are nobody’s to delete, wherever they are', async () => {
  const theirs = recorders([`${MEMBER} ${HOME}`, `${MEMBER} ${ELSEWHERE}`], {
    name: 'aws-controltower-BaselineConfigRecorder',
  });
  const governed = declared({ regions: { home: HOME, governed: [HOME], archive: ELSEWHERE } });
  expect(unknownTo(governed, await look({ ...EMPTY, ...theirs }))).toEqual([]);
});

test.each<[string, Answers, ReturnType<typeof declared>, string[]]>([
  [
    'an account',
    EMPTY,
    declared({ accounts: { audit: AUDIT, logArchive: LOGS } }),
    [`account ${MEMBER} (production) is not listed; add it to accounts.members`],
  ],
  [
    'that an account is gone',
    EMPTY,
    declared({ accounts: { audit: AUDIT, logArchive: LOGS, members: [MEMBER, '999999999999'] } }),
    ['account 999999999999 is listed, but is no active account of the organization; remove it'],
  ],
  [
    'a region',
    EMPTY,
    declared({ regions: { home: HOME, governed: [HOME], archive: 'us-west-2' } }),
    [`region ${ELSEWHERE} is enabled and not governed; add it to regions.governed, or deny its use`],
  ],
  [
    'recorders in a region',
    { ...EMPTY, ...recorders([`${MEMBER} ${ELSEWHERE}`]) },
    declared({ regions: { home: HOME, governed: [HOME], archive: ELSEWHERE } }),
    [`recorders in regions that are not governed: ${MEMBER} ${ELSEWHERE}; govern the regions, or delete them`],
  ],
  [
    'recorders that were there before',
    { ...EMPTY, ...recorders([`${MEMBER} ${HOME}`]) },
    declared(),
    [`recorders that were there before: ${MEMBER} ${HOME}; list them in adopt.recorders`],
  ],
  [
    'a second trail',
    { ...EMPTY, ...trails({}) },
    declared(),
    [`the organization trail org-trail of ${HOME} delivers beside acme-organization-trail, and is paid for; end one`],
  ],
  [
    'another administrator',
    {
      ...EMPTY,
      'Organizations.ListDelegatedAdministrators': ({ ServicePrincipal }: { ServicePrincipal: string }) => ({
        DelegatedAdministrators: ServicePrincipal === 'config.amazonaws.com' ? [{ Id: MEMBER }] : [],
      }),
    },
    declared(),
    [`${MEMBER} administers config.amazonaws.com beside ${AUDIT}`],
  ],
  [
    'the organization at all',
    EMPTY,
    declared({ organization: { id: 'o-0000000000', rootId: 'r-a1b2', managementAccountId: MANAGEMENT } }),
    ['these credentials see the organization o-a1b2c3d4e5, the file is about o-0000000000'],
  ],
])('a file that does not know %s is told', async (_, answers, file, expected) => {
  const found = await look(answers);
  expect(unknownTo(file, found)).toEqual(expected);
});
