import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { GuardRule } from '../../src/rules/guard-rule';
import { type Cases, type Item, OURS, ACCOUNT, deleted, deletedWithoutTrace, item } from './configuration-item';
import { evaluate, isGuard2, plain } from './cfn-guard';

const PLACEHOLDERS = {
  RequiredTags: ['owner', 'cost-center'],
  AccountIds: [ACCOUNT, OURS],
  OrganizationIds: ['o-a1b2c3d4e5'],
  AllowedPublicPorts: [80, 443],
};
const EMPTY = { RequiredTags: [], AccountIds: [], OrganizationIds: [], AllowedPublicPorts: [] };

const rules = GuardRule.readAll('policies/guard');

const tried = readdirSync(join(__dirname, 'items')).map((file) => basename(file, '.ts'));

test('each rule has items, and items belong to a rule', () => {
  expect(tried.toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
});

test('a policy that cannot be read is an error, not a verdict', () => {
  const strange = { strange: item('AWS::Example::Thing', { configuration: {} }) };
  expect(() => evaluate('rule broken when resourceType == {', strange)).toThrow(/cfn-guard/);
});

describe.each(rules.filter(({ name }) => tried.includes(name)).map((rule) => [rule.name, rule] as const))(
  '%s',
  (_, rule) => {
    const { passing, failing, skipping, whenEmpty = {} } = casesOf(rule);
    const failingItems = Object.fromEntries(Object.entries(failing).map(([name, [one]]) => [name, one]));
    const gone: Record<string, Item> = Object.fromEntries(
      rule.types.flatMap((type) => [
        [`${type} that is deleted`, deleted(type)],
        [`${type} that is deleted without a trace`, deletedWithoutTrace(type)],
      ]),
    );
    const strange = item('AWS::Example::Thing', { configuration: { Policy: '{}', isDefault: true } });
    const verdicts = (outcomes: ReturnType<typeof evaluate>) =>
      Object.fromEntries(Object.entries(outcomes).map(([name, { verdict }]) => [name, verdict]));
    const all = (items: Readonly<Record<string, unknown>>, verdict: string) =>
      Object.fromEntries(Object.keys(items).map((name) => [name, verdict]));

    const policy = rule.render(PLACEHOLDERS);
    let outcomes: ReturnType<typeof evaluate>;

    beforeAll(() => {
      outcomes = evaluate(policy, {
        ...prefixed('passing', passing),
        ...prefixed('failing', failingItems),
        ...prefixed('skipping', { ...skipping, ...gone, strange }),
      });
    });

    test('passes, fails and skips', () => {
      expect(verdicts(outcomes)).toEqual({
        ...all(prefixed('passing', passing), 'PASS'),
        ...all(prefixed('failing', failing), 'FAIL'),
        ...all(prefixed('skipping', { ...skipping, ...gone, strange }), 'SKIP'),
      });
    });

    test('has items of each kind, and failing ones of each type', () => {
      for (const items of [passing, failing]) expect(Object.keys(items)).not.toEqual([]);
      expect(new Set(Object.values(failingItems).map(({ resourceType }) => resourceType))).toEqual(new Set(rule.types));
    });

    if (!isGuard2) {
      test('says what is wrong', () => {
        const said = Object.entries(failing).map(
          ([name, [, says]]) => [name, says, outcomes[`failing: ${name}`]!.says] as const,
        );
        for (const [name, says, messages] of said) {
          expect([name, messages.filter((message) => message.includes(says)).length > 0, messages]).toEqual([
            name,
            true,
            messages,
          ]);
        }
      });

      test('has an item for each of its messages', () => {
        const messages = [...policy.matchAll(/<<([\s\S]*?)>>/g)].map(([, message]) => plain(message!));
        const heard = new Set(Object.values(outcomes).flatMap(({ says }) => says));
        expect(messages.filter((message) => !heard.has(message))).toEqual([]);
      });
    }

    if (/\$\{\w+\}/.test(rule.source)) {
      test('makes sense where audit.yaml lists nothing', () => {
        expect(Object.keys(whenEmpty)).not.toEqual([]);
        const items = Object.fromEntries(Object.entries(whenEmpty).map(([name, [one]]) => [name, one]));
        expect(verdicts(evaluate(rule.render(EMPTY), items))).toEqual(
          Object.fromEntries(Object.entries(whenEmpty).map(([name, [, verdict]]) => [name, verdict])),
        );
      });
    }
  },
);

function casesOf({ name }: GuardRule): Cases {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(join(__dirname, 'items', `${name}.ts`)) as { cases: Cases }).cases;
}

function prefixed<T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [`${prefix}: ${name}`, value]));
}
