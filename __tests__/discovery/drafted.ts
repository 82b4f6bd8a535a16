import { parseOrganization } from '../../src/config/load';
import { discover } from '../../src/discovery/discovery';
import { type Draft, draftOf, type Wishes } from '../../src/discovery/draft';
import { type Answers, FakeAws, HOME, LOGS, MEMBER, trails, type TrailWanted, USUAL } from './fake-organization';

export const NOTHING: Wishes = { emails: [], topicArns: [], roleName: 'OrganizationAccountAccessRole' };
export const ALL: Wishes = { ...NOTHING, name: 'acme', years: 7, emails: ['security@example.com'] };

/** What is written of an organization that answers so. */
export async function draft(answers: Answers, wishes: Wishes = ALL, aws = new FakeAws(answers)): Promise<Draft> {
  return draftOf(await discover(aws, { regions: [], accounts: [] }), wishes);
}

/** As a synth reads it. */
export const read = ({ text }: Pick<Draft, 'text'>) => parseOrganization(text, 'audit.yaml').config;

/** Without line breaks, as a person reads it. */
export const commentsOf = ({ text }: Draft) => text.replaceAll(/\n\s*#\s*/g, ' ');

export const ARCHIVE_KEY = `arn:aws:kms:eu-central-1:${MEMBER}:key/98765432-12ab-34cd-56ef-1234567890ab`;
export const KEY = `arn:aws:kms:${HOME}:${LOGS}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const usual = (...answers: Answers[]): Answers => Object.assign({}, USUAL, ...answers) as Answers;
export const trail = (...wanted: TrailWanted[]) => usual(trails(...wanted.map((one) => ({ KmsKeyId: KEY, ...one }))));
