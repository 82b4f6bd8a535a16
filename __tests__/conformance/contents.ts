import { PackContent, type PackRule } from '../../src/conformance/pack-content';
import type { Group } from '../../src/conformance/template';

/** A rule as a pack resolves to it; `said` is what differs from the smallest. */
export const ruleOf = (id: string, said: Group = {}): PackRule => ({
  id,
  name: `rule-${id}`,
  properties: {
    ConfigRuleName: `rule-${id}`,
    Source: { Owner: 'AWS', SourceIdentifier: 'SNS_ENCRYPTED_KMS' },
    ...said,
  },
});

/** A pack of so many rules, each with a description of so many characters. */
export const contentOf = (count: number, description = 0): PackContent =>
  new PackContent(
    Array.from({ length: count }, (_, at) =>
      ruleOf(`Rule${at}`, description === 0 ? {} : { Description: 'x'.repeat(description) }),
    ),
    [],
  );
