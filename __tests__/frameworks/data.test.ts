import { readFileSync } from 'node:fs';
import { managedRule, WITHDRAWN } from '../../src/catalogue/managed-rule';
import { words } from '../../src/catalogue/rule-notes';
import { entriesOf, managedRules } from '../../src/frameworks/contents';
import { coverageOf, groundOf, officialPack } from '../../src/frameworks/coverage';
import { leftOut, noteNames } from '../../src/frameworks/rule-values';
import { OWN, STANDARDS } from './standards';

const standard = (id: string) => STANDARDS.find((one) => one.id === id)!;
const isSorted = (names: readonly string[]) => JSON.stringify(names) === JSON.stringify([...new Set(names)].sort());

describe.each(STANDARDS.map((one) => [one.id, one] as const))('%s', (id, framework) => {
  const { controls } = framework;
  const used = [...new Set(controls.flatMap(managedRules))];

  test('lies in the file of its name', () => {
    expect(JSON.parse(readFileSync(`src/frameworks/data/${id}.json`, 'utf8'))).toEqual(framework);
  });

  test('names rules that AWS still keeps', () => {
    expect(used.filter((rule) => !managedRule(rule) || rule in WITHDRAWN)).toEqual([]);
  });

  test('names Lambda and Guard rules that exist', () => {
    const named = (kind: 'lambda' | 'guard') => controls.flatMap((control) => control[kind] ?? []);
    expect(named('lambda').filter((name) => !(name in OWN.lambda))).toEqual([]);
    expect(named('guard').filter((name) => !(name in OWN.guard))).toEqual([]);
  });

  test('names each control once', () => {
    const ids = controls.map((control) => control.id);
    expect(ids.filter((one, at) => ids.indexOf(one) !== at)).toEqual([]);
  });

  test('says of each control what looks at it, or why nothing does', () => {
    const silent = controls.filter((control) => {
      const isCovered = groundOf(control) !== 'manual';
      const isProxied = groundOf(control) === 'candidates';
      return isCovered ? control.manual !== undefined && !isProxied : control.manual === undefined;
    });
    expect(silent.map((control) => control.id)).toEqual([]);
  });

  test('gives every control a title and every reason as a sentence', () => {
    const wrong = controls.filter(
      ({ title, manual }) => !/^\S.{1,119}$/.test(title) || !/^$|^[A-Z].*\.$/.test(manual ?? ''),
    );
    expect(wrong.map((control) => control.id)).toEqual([]);
    expect(framework.source).toMatch(/^(?:Published|Derived).*\.$/);
  });

  test('lists rules in order, each on one ground', () => {
    const wrong = controls.filter((control) => {
      const { rules, related = [], additional = [], lambda = [], guard = [] } = control;
      const all = managedRules(control);
      return ![rules, related, additional, lambda, guard].every(isSorted) || new Set(all).size < all.length;
    });
    expect(wrong.map((control) => control.id)).toEqual([]);
  });

  test('calls published only what has rules', () => {
    const wrong = controls.filter(({ basis, rules }) => basis === 'published' && rules.length === 0);
    expect(wrong.map((control) => control.id)).toEqual([]);
  });

  test('has words for every rule, or a reason to leave it out', () => {
    expect(used.filter((rule) => !words(rule) && !leftOut(rule))).toEqual([]);
  });

  test('rests no control on rules alone that packs leave out', () => {
    const wrong = controls.filter((control) => {
      const rules = managedRules(control);
      return rules.length > 0 && rules.every(leftOut) && !control.lambda && !control.guard;
    });
    expect(wrong.map((control) => control.id)).toEqual([]);
  });

  test('has as many controls as it says', () => {
    const unlisted = framework.controlsAll - controls.length;
    expect(id === 'nist-800-53-r5' ? unlisted > 0 : unlisted === 0).toBe(true);
    const { published, derived, own, candidates, manual } = coverageOf(framework).grounds;
    expect(published + derived + own + candidates + manual).toBe(controls.length);
  });
});

/** At least so many: what the sources gave when they were read. Denominators are those of the standards. */
test.each([
  ['cis-aws-1.4.0', 58, 35, 46, 52],
  ['cis-aws-3.0.0', 62, 38, 37, 58],
  ['cis-aws-5.0.0', 63, 39, 39, 60],
  ['pci-dss-4.0.1', 280, 107, 265, 266],
  ['hipaa-security', 69, 28, 125, 161],
  ['soc2-tsc', 61, 19, 124, 165],
  ['iso-27001-2022', 93, 33, 190, 190],
  ['fedramp-moderate-r5', 323, 97, 121, 229],
  ['nist-800-53-r5', 1189, 209, 122, 231],
])('%s keeps its %i controls, %i with one of %i rules, of %i in all', (id, all, withRule, rules, candidates) => {
  const { controls, controlsAll } = standard(id);
  expect(controlsAll).toBe(all);
  expect(controls.filter((control) => control.rules.length > 0).length).toBeGreaterThanOrEqual(withRule);
  expect(new Set(controls.flatMap((control) => control.rules)).size).toBeGreaterThanOrEqual(rules);
  expect(new Set(controls.flatMap(managedRules)).size).toBeGreaterThanOrEqual(candidates);
});

/** The project's own pack: its controls are numbered without gaps. */
test('audit-baseline counts from AB-1', () => {
  const { controls } = standard('audit-baseline');
  expect(controls.map(({ id }) => id)).toEqual(controls.map((_, at) => `AB-${at + 1}`));
});

test.each([
  ['cis-aws-1.4.0', ['1.7', '1.11', '1.13', '3.5', '5.4']],
  ['cis-aws-3.0.0', ['1.7', '1.11', '1.13', '3.3', '5.5']],
  ['cis-aws-5.0.0', ['1.6', '1.10', '1.12', '3.3', '5.6']],
])('in %s rules of this project stand where AWS has none', (id, [root, initialKey, singleKey, recording, peering]) => {
  const lambda = Object.fromEntries(standard(id).controls.map((control) => [control.id, control.lambda]));
  const alarms = Array.from({ length: 15 }, (_, at) => [`4.${at + 1}`, ['cis-monitoring-alarms']]);
  expect(lambda).toMatchObject({
    [root!]: ['iam-root-unused'],
    [initialKey!]: ['iam-user-no-initial-access-key'],
    [singleKey!]: ['iam-user-single-active-key'],
    [recording!]: ['config-recording'],
    [peering!]: ['vpc-peering-least-routes'],
    ...Object.fromEntries(alarms),
  });
});

test.each(STANDARDS.filter(officialPack).map((one) => [one.id, one] as const))(
  '%s has no fewer managed rules than the sample pack of AWS',
  (_id, framework) => {
    const theirs = officialPack(framework)!;
    const ours = entriesOf(framework).filter(({ kind }) => kind === 'managed');
    expect(ours.length).toBeGreaterThanOrEqual(theirs.managed - theirs.withdrawn.length);
    expect(coverageOf(framework).managed).toBeGreaterThanOrEqual(theirs.managed - theirs.withdrawn.length);
  },
);

test('every framework with a sample pack of AWS names one that was counted', () => {
  expect(STANDARDS.filter(({ official }) => official).map((one) => [one.id, officialPack(one)?.managed])).toEqual([
    ['cis-aws-1.4.0', 37],
    ['fedramp-moderate-r5', 129],
    ['hipaa-security', 129],
    ['nist-800-53-r5', 130],
    ['pci-dss-4.0.1', 127],
  ]);
});

test('notes speak of rules and frameworks that exist', () => {
  const { frameworks: named, rules } = noteNames();
  expect(named.filter((id) => !standard(id))).toEqual([]);
  expect(rules.filter((rule) => !managedRule(rule))).toEqual([]);
});
