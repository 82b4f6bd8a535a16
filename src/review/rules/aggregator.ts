import { block, flag, missingFrom, some, text, texts, type KnownAttributes } from './known';
import { fromTo, nameOf } from './naming';
import type { RuleTexts, Weakening } from './rule';
import { watch, type Circumstances, type Family } from './watch';

const rules: RuleTexts = {
  'aggregator-destroyed': {
    title: 'an aggregator is destroyed',
    severity: 'high',
    why: 'Nobody sees the configuration and compliance of all accounts in one place any more.',
    better: 'an aggregator is created',
  },
  'aggregator-narrowed': {
    title: 'an aggregator collects from fewer accounts or regions',
    severity: 'high',
    why: 'What is left out is missing from every query and report, and nothing tells so.',
    better: 'an aggregator collects from more accounts or regions',
  },
  'aggregator-role-changed': {
    title: 'an aggregator works with another role',
    severity: 'medium',
    why: 'If the role may not list the organization’s accounts, new ones are never collected.',
  },
  'aggregation-authorization-removed': {
    title: 'an account no longer lets its data be collected',
    severity: 'medium',
    why: 'Its configuration and compliance are missing from the aggregator.',
    better: 'an account lets its data be collected',
  },
};

interface Collected {
  readonly accounts: 'organization' | readonly string[];
  readonly regions: 'all' | readonly string[];
}

const regionsOf = (source: KnownAttributes): Collected['regions'] =>
  flag(source.all_regions, false) ? 'all' : texts(source.regions);

/** The organization's source, or the one of single accounts; an aggregator has one of them. */
function collectedBy(known: KnownAttributes): Collected {
  const organization = block(known.organization_aggregation_source);
  if (organization !== undefined) return { accounts: 'organization', regions: regionsOf(organization) };
  const source = block(known.account_aggregation_source) ?? {};
  return { accounts: texts(source.account_ids), regions: regionsOf(source) };
}

/** What is missing, or nothing; all of many can only shrink to some. */
function lost<Whole extends string>(
  before: Whole | readonly string[],
  after: Whole | readonly string[],
): 'some' | readonly string[] {
  if (typeof after === 'string') return [];
  return typeof before === 'string' ? 'some' : missingFrom(before, after);
}

const inWords = (what: string | readonly string[]): string => (typeof what === 'string' ? what : some(what));

/** Aggregators: everything in one place. */
export const aggregator: Family = {
  name: 'aggregator',
  rules,
  ends: [
    {
      types: ['aws_config_configuration_aggregator'],
      destroyed: 'aggregator-destroyed',
      // Data is collected anew within hours, from everywhere.
      replaced: 'compared',
      title: ({ change }) => `Aggregator ${nameOf(change)} is destroyed.`,
    },
    {
      types: ['aws_config_aggregate_authorization'],
      destroyed: 'aggregation-authorization-removed',
      replaced: 'aggregation-authorization-removed',
      title: ({ change }) =>
        `Account ${nameOf(change, 'account_id')} may no longer collect what AWS Config records here.`,
    },
  ],
  watches: [
    watch({
      reads: { aws_config_configuration_aggregator: ['organization_aggregation_source', 'account_aggregation_source'] },
      rule: 'aggregator-narrowed',
      form: collectedBy,
      compare: (before, after, { change }: Circumstances): readonly Weakening[] => {
        const accounts = lost(before.accounts, after.accounts);
        const regions = lost(before.regions, after.regions);
        if (accounts.length === 0 && regions.length === 0) return [];
        return [
          {
            rule: 'aggregator-narrowed',
            title: `Aggregator ${nameOf(change)} collects from fewer ${accounts.length > 0 ? 'accounts' : 'regions'}.`,
            details: [
              ...(accounts.length > 0 ? [fromTo('Accounts', inWords(before.accounts), inWords(after.accounts))] : []),
              ...(regions.length > 0 ? [fromTo('Regions', inWords(before.regions), inWords(after.regions))] : []),
            ],
          },
        ];
      },
    }),
    watch({
      reads: { aws_config_configuration_aggregator: ['organization_aggregation_source'] },
      rule: 'aggregator-role-changed',
      form: (known) => text(block(known.organization_aggregation_source)?.role_arn),
      compare: (before, after, { change }) =>
        before === undefined || after === undefined || before === after
          ? []
          : [
              {
                rule: 'aggregator-role-changed',
                title: `Aggregator ${nameOf(change)} works with another role.`,
                details: [fromTo('role_arn', before, after)],
              },
            ],
    }),
  ],
};
