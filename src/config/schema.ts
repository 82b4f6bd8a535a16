import { z } from 'zod';
import { flag, section, text } from './fields';
import { adopt } from './sections/adopt';
import { alarms } from './sections/alarms';
import { controlTower } from './sections/control-tower';
import { forensics } from './sections/forensics';
import { guardrails } from './sections/guardrails';
import { accounts, organization, regions } from './sections/organization';
import { aggregator, recorder } from './sections/recorder';
import { response } from './sections/response';
import { conformancePacks, rules } from './sections/rules';
import { retention, storage } from './sections/storage';
import { backend, provider, tags } from './sections/terraform';
import { trail } from './sections/trail';

/** audit.yaml. Required: name, organization, accounts, regions, retention, alarms. */
export const schema = section({
  name: text(
    /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
    'a name',
    'use lower-case letters, digits and single hyphens, starting with a letter',
  ).describe('Prefix of every resource name. Changing it later replaces every resource.'),
  organization,
  accounts,
  regions,
  retention,
  storage: storage.prefault({}),
  trail,
  recorder,
  aggregator,
  guardrails,
  alarms,
  rules,
  conformancePacks,
  response,
  forensics,
  controlTower,
  adopt,
  backend,
  provider,
  tags,
  deletionProtection: flag()
    .default(true)
    .describe(
      'The one switch for throw-away environments. true: `prevent_destroy` on keys and evidence buckets. ' +
        'false: they can be destroyed with all they hold; refused together with COMPLIANCE, which nothing can undo.',
    ),
});

/** audit.yaml after parsing: every default filled in. */
export type OrganizationConfig = z.output<typeof schema>;
export type Transition = OrganizationConfig['storage']['transitions'][number];
export type ManagedRuleConfig = OrganizationConfig['rules']['managed'][number];
export type LambdaRuleConfig = OrganizationConfig['rules']['lambda'][number];
export type GuardRuleConfig = OrganizationConfig['rules']['guard'][number];
export type PackConfig = OrganizationConfig['conformancePacks'][number];
export type RemediationConfig = OrganizationConfig['response']['remediations'][number];
export type Backend = OrganizationConfig['backend'];

/** The JSON Schema that editors use, as checked in beside audit.yaml. */
export const jsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as Record<string, unknown>;
