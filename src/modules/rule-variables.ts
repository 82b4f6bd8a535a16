import { CONFIG_PREFIX } from '../config/organization';
import { LOG_GROUP_RETENTION_DAYS } from '../config/retention';
import { after, isHome, scopeOf } from './detection-forms';
import { ACCOUNT_ID, BUCKET_NAME, KEY_ARN, namePrefix, ORGANIZATION_ID, REGION } from './forms';
import { functionsAreKnown, guardChecks, lambdaChecks, managedChecks } from './rule-checks';
import { type Form, oneOf, shaped, text, texts, withCheck } from './variable';

/** What a tag may be called, but for what Guard could not quote. */
const TAG_KEY: Form = {
  pattern: /^[\w .:/=+@-]{1,128}$/,
  what: 'a tag key',
  mend: 'write 1 to 128 characters that tags may have',
};

const FUNCTION_NAME: Form = {
  pattern: /^[a-z][a-z0-9-]*$/,
  what: 'the name of a Lambda rule',
  mend: 'write one of assets/lambda-rules.json',
};

/** What the module config-rules takes. */
export const ruleVariables = {
  // Roles have 64 characters: the longest rule of every region is followed by six that stand for the region.
  name: namePrefix(21),
  scope: scopeOf('managed and Guard rules'),
  is_home: isHome('rules about the account as a whole'),
  managed: shaped(
    'map(object({ rule = string, parameters = optional(map(string), {}), resource_types = optional(list(string)), resource_id = optional(string), tag_key = optional(string), tag_value = optional(string), frequency = optional(string), excluded_accounts = optional(list(string), []) }))',
    {
      description:
        'Rules that AWS keeps, by what ends their names: identifier, parameters, which resources, how often, accounts that go without.',
      default: {},
      checks: managedChecks,
    },
  ),
  guard: shaped('map(object({ excluded_accounts = optional(list(string), []) }))', {
    description: 'Guard rules by the names of their files in `assets/`, each with accounts that go without.',
    default: {},
    checks: guardChecks,
  }),
  lambda: shaped('map(object({ parameters = optional(map(string), {}), frequency = optional(string) }))', {
    description: 'Lambda rules of this account by their names, with parameters that differ from their defaults.',
    default: {},
    checks: lambdaChecks,
  }),
  functions: withCheck(
    texts(
      FUNCTION_NAME,
      { most: 20 },
      {
        description: 'Lambda rules whose functions alone are made, for conformance packs that hold them.',
        default: [],
      },
    ),
    functionsAreKnown,
  ),
  required_tags: texts(
    TAG_KEY,
    { most: 50 },
    { description: 'Tag keys that Guard rules on tagging ask for.', default: [] },
  ),
  allowed_public_ports: shaped('list(number)', {
    description: 'Ports that Guard rules on public exposure let the world reach.',
    default: [80, 443],
    checks: (name) => [
      {
        condition: `alltrue([for port in var.${name} : port >= 0 && port <= 65535 && floor(port) == port])`,
        message: `${name} holds something that is not a port; write whole numbers from 0 to 65535.`,
      },
    ],
  }),
  account_ids: texts(
    ACCOUNT_ID,
    { most: 1000 },
    {
      description: 'Accounts of the organization, for Guard rules on sharing.',
      default: [],
    },
  ),
  organization_id: text(ORGANIZATION_ID, {
    description: 'The organization, for Guard rules on sharing.',
    default: null,
  }),
  recorded_regions: texts(
    REGION,
    { most: 60 },
    {
      description: 'Regions in which the rule config-recording wants AWS Config to record.',
      default: [],
    },
  ),
  config_bucket_name: text(BUCKET_NAME, {
    description: '`config_bucket_name` of the evidence store, whose snapshots the rule cloudtrail-multi-region reads.',
    default: null,
  }),
  config_prefix: text(
    { pattern: /^[\w.=-]+(\/[\w.=-]+)*$/, what: 'a prefix', mend: 'write it without a slash at either end' },
    { description: '`config_prefix` of the evidence store.', default: CONFIG_PREFIX },
  ),
  evidence_key_arn: text(KEY_ARN, {
    description: '`evidence_key_arn` of the evidence store, for the same rule.',
    default: null,
  }),
  log_retention_days: oneOf(LOG_GROUP_RETENTION_DAYS, {
    description: 'Days that the log groups of functions keep what they say.',
    default: 365,
  }),
  after: after('rules', '`recorder_name` of the module config-baseline'),
};
