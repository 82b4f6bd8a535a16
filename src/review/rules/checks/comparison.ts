import { canonical, missingFrom, some } from '../known';
import { fromTo } from '../naming';
import { rarity } from '../frequencies';
import type { Weakening } from '../rule';
import type { Check } from './check';
import { direction } from './parameters';

/** The same check under the same name, or under another where only one comes into question. */
const isSameCheck = (one: Check, other: Check): boolean =>
  one.source.kind === other.source.kind && one.source.id === other.source.id;

/** Whether one check finds everything that another finds, for certain. */
export function standsFor(check: Check, gone: Check): boolean {
  return isSameCheck(check, gone) && compareChecks({ ...gone, name: '' }, { ...check, name: '' }, '').length === 0;
}

/** How one check is weaker than it was. */
export function compareChecks(before: Check, after: Check, called: string): readonly Weakening[] {
  if (!isSameCheck(before, after)) return [anotherSource(before, after, called)];
  return [...narrowed(before, after, called), ...compareParameters(before.name, before.parameters, after.parameters, called), ...exclusions(before, after, called), ...slower(before, after, called)]; // prettier-ignore
}

function anotherSource(before: Check, after: Check, called: string): Weakening {
  const kinds = [before.source.kind, after.source.kind];
  const essence = `${before.name} ${canonical({ ...after.source })}`;
  if (kinds.every((kind) => kind === 'policy')) {
    return {
      rule: 'check-text-changed',
      title: `The text of ${called} changes: whether it still finds as much cannot be decided here.`,
      undecided: true,
      essence,
    };
  }
  const inWords = ({ source }: Check): string => (source.kind === 'policy' ? 'a policy of its own' : source.id);
  return {
    rule: 'check-replaced',
    title: `Under the name of ${called} something else is checked.`,
    details: [fromTo('Source', inWords(before), inWords(after))],
    essence,
  };
}

function narrowed(before: Check, after: Check, called: string): readonly Weakening[] {
  const types =
    after.types === undefined
      ? []
      : before.types === undefined
        ? ['all other types']
        : missingFrom(before.types, after.types);
  const triggers =
    before.triggers === undefined || after.triggers === undefined ? [] : missingFrom(before.triggers, after.triggers);
  const details = [
    ...(types.length > 0 ? [`Not checked any more: ${some(types)}`] : []),
    ...(before.only === after.only || after.only === '' ? [] : [fromTo('Only', before.only, after.only)]),
    ...(triggers.length > 0 ? [`No longer started by ${some(triggers)}`] : []),
  ];
  if (details.length === 0) return [];
  const essence = canonical([before.name, after.types ?? null, after.only, after.triggers ?? null]);
  return [{ rule: 'check-narrowed', title: `${capital(called)} looks at less than before.`, details, essence }];
}

/** What parameters let pass that did not pass before. */
export function compareParameters(
  of: string,
  before: Check['parameters'],
  after: Check['parameters'],
  called: string,
): readonly Weakening[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changes = names.map((name) => ({
    line: fromTo(name, before[name], after[name]),
    way: direction(name, before[name], after[name]),
  }));
  const weaker = changes.filter(({ way }) => way === 'weaker').map(({ line }) => line);
  const unclear = changes.filter(({ way }) => way === 'unclear').map(({ line }) => line);
  const essence = canonical([of, { ...after }]);
  return [
    ...(weaker.length > 0
      ? [
          {
            rule: 'check-parameters-weakened',
            title: `${capital(called)} lets more pass than before.`,
            details: weaker,
            essence,
          },
        ]
      : []),
    ...(unclear.length > 0
      ? [
          {
            rule: 'check-parameters-weakened',
            title: `Parameters of ${called} change: whether it lets more pass cannot be decided here.`,
            details: unclear,
            undecided: true,
            essence: `unclear ${essence}`,
          },
        ]
      : []),
  ];
}

const exclusions = (before: Check, after: Check, called: string): readonly Weakening[] =>
  excluded(before.excludedAccounts, after.excludedAccounts, called, before.name);

/** Accounts that are not looked at any more. */
export function excluded(
  before: readonly string[],
  after: readonly string[],
  called: string,
  name: string,
): readonly Weakening[] {
  const gained = missingFrom(after, before);
  if (gained.length === 0) return [];
  const title = `${capital(called)} leaves out ${gained.length === 1 ? 'an account' : `${gained.length} accounts`} more.`;
  const essence = canonical([name, [...after].sort()]);
  return [{ rule: 'check-exclusions-added', title, details: [`No longer checked: ${some(gained)}`], essence }];
}

function slower(before: Check, after: Check, called: string): readonly Weakening[] {
  // Without a frequency of its own a rule that runs by the clock runs once a day.
  const [was, is] = [before.frequency, after.frequency].map((frequency) => frequency ?? 'TwentyFour_Hours');
  if (rarity(is) <= rarity(was)) return [];
  const title = `${capital(called)} runs less often.`;
  return [{ rule: 'check-slower', title, details: [fromTo('Every', was, is)], essence: `${before.name} ${is}` }];
}

export const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
