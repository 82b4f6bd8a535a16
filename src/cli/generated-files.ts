import { readFileSync } from 'node:fs';
import { loadOrganization } from '../config/load';
import { jsonSchema } from '../config/schema';
import { Questions } from '../forensics/questions';
import { packContents } from '../frameworks/contents';
import { frameworks } from '../frameworks/framework';
import { readOwnRules } from '../frameworks/own-rules';
import { packFile } from '../frameworks/pack-file';
import { PolicyFile } from '../guardrails/policy-file';
import { RemediationFile } from '../response/remediation-file';
import { RULES } from '../review/rules/catalogue';
import { GuardRule } from '../rules/guard-rule';
import { LambdaRule } from '../rules/lambda-rule';
import { configurationPage, type SchemaNode } from './configuration-page';
import { coveragePage } from './coverage-page';
import { guardrailsPage } from './guardrails-page';
import { questionsPage } from './questions-page';
import { remediationsPage } from './remediations-page';
import { reviewPage } from './review-page';
import { rulesPage } from './rules-page';

/** Files that follow from others, by path. `npm run generate` writes them; a test holds them current. */
export function generatedFiles(): Record<string, string> {
  const schema = jsonSchema();
  const standards = frameworks('.');
  const own = readOwnRules('.');
  const packs = standards.flatMap(packContents).map((contents) => packFile(contents, own));
  return {
    'audit.schema.json': `${JSON.stringify({ title: 'audit.yaml', ...schema }, null, 2)}\n`,
    'docs/configuration.md': configurationPage(schema as SchemaNode, readFileSync('audit.yaml', 'utf8')),
    'docs/guardrails.md': guardrailsPage(
      {
        scp: PolicyFile.readAll('policies/scp', 'policies/scp'),
        optional: PolicyFile.readAll('policies/scp/optional', 'policies/scp/optional'),
        rcp: PolicyFile.readAll('policies/rcp', 'policies/rcp'),
      },
      loadOrganization('audit.yaml'),
    ),
    'docs/rules.md': rulesPage(LambdaRule.readAll('lambdas').rules, GuardRule.readAll('policies/guard')),
    'docs/remediations.md': remediationsPage(RemediationFile.readAll('policies/remediations').files),
    'docs/questions.md': questionsPage(new Questions('src/forensics/queries').all),
    'docs/review.md': reviewPage(RULES),
    'docs/coverage.md': coveragePage(standards, packs),
    ...Object.fromEntries(packs.map(({ name, text }) => [`conformance-packs/${name}.yaml`, text])),
  };
}
