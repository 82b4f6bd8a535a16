import { trustPeople } from '../../policy/statement';
import { isInCalendar } from '../day';
import { show } from '../problem';
import { type Check, knownAccounts, problem } from './check';

const firstDayExists: Check = ({ forensics: { since } }) =>
  isInCalendar(since)
    ? []
    : [problem(['forensics', 'since'], `${since} is no day of the calendar`, 'write one that exists')];

const otherAccountsAreOthers: Check = (config) => {
  const known = new Set(knownAccounts(config));
  return config.forensics.otherAccounts.flatMap((account, at) =>
    known.has(account)
      ? problem(
          ['forensics', 'otherAccounts', at],
          `${show(account)} is an account of this file already`,
          'remove it here',
        )
      : [],
  );
};

const otherAccountsMatter: Check = ({ forensics: { accounts, otherAccounts } }) =>
  accounts === 'any' && otherAccounts.length > 0
    ? [
        problem(
          ['forensics', 'otherAccounts'],
          'lists what accounts: any covers already',
          'remove it, or write accounts: declared',
        ),
      ]
    : [];

/** Source: IAM quotas, "Role trust policy length". */
const MOST_TRUST_CHARACTERS = 2048;

const investigatorsFitATrustPolicy: Check = ({ forensics: { investigators } }) => {
  const size = trustPeople(investigators).length;
  return size > MOST_TRUST_CHARACTERS
    ? [
        problem(
          ['forensics', 'investigators'],
          `make a trust policy of ${size} characters where IAM takes ${MOST_TRUST_CHARACTERS}`,
          'name fewer, or leave it to IAM policies of the audit account',
        ),
      ]
    : [];
};

export const FORENSICS_CHECKS: readonly Check[] = [
  firstDayExists,
  otherAccountsAreOthers,
  otherAccountsMatter,
  investigatorsFitATrustPolicy,
];
