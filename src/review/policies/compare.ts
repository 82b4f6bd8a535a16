import { candidatesOf } from './candidates';
import type { Comparison, Gain, Reach } from './comparison';
import { Malformed, type Rule, rulesIn } from './document';
import { TooIntricate } from './globs';
import { common, isEmpty, joined, type Region, without } from './region';
import { Space } from './space';
import { gainOf } from './telling';

/**
 * Compares policies by what they allow. Nothing is reported for a rewrite of the same rules; whatever is allowed
 * afterwards and was not before is reported. To learn what is lost, swap the two.
 *
 * @param before - JSON text of the document; nothing where there was none
 * @param after - likewise
 */
export function comparePolicies(before: string | undefined, after: string | undefined, reach: Reach): Comparison {
  return compare([before ?? []].flat(), [after ?? []].flat(), (was, is) => gains(was, is, reach === 'resource'));
}

/** What FullAWSAccess says. */
const EVERYTHING: Rule = {
  allows: true,
  actions: { names: ['*'], but: false, spelled: ['*'] },
  resources: { names: ['*'], but: false },
  tests: [],
  variables: true,
};

/**
 * Compares the service control policies, or the resource control policies, that are attached to one target, as a set:
 * how statements are spread over documents does not matter. AWS's FullAWSAccess need not be among them: it counts as
 * attached where no document allows anything, and else as attached or not, the same before and after.
 */
export function compareGuardrails(before: readonly string[], after: readonly string[]): Comparison {
  // Nothing at all could be done where nothing is allowed: what no document allows, FullAWSAccess does.
  const withEverything = (rules: readonly Rule[]) => [
    ...rules.map(forEverybody),
    rules.some(({ allows }) => allows) ? EVERYTHING : { ...EVERYTHING },
  ];
  return compare(before, after, (was, is) => gains(withEverything(was), withEverything(is), false, EVERYTHING));
}

/** A resource control policy says `Principal: "*"`, a service control policy nothing. */
const forEverybody = ({ principals: _everybody, ...rule }: Rule): Rule => rule;

const SILENT: Comparison = { gains: [], undecided: [] };
const undecided = (sentence: string): Comparison => ({ ...SILENT, undecided: [sentence] });

function compare(
  before: readonly string[],
  after: readonly string[],
  gainsOf: (before: readonly Rule[], after: readonly Rule[]) => readonly Gain[],
): Comparison {
  if (before.length === after.length && before.every((text, at) => text === after[at])) return SILENT;
  try {
    return sorted(gainsOf(read(before, 'before'), read(after, 'after')));
  } catch (problem) {
    if (problem instanceof Malformed) return undecided(`The policies cannot be compared: ${problem.message}.`);
    if (problem instanceof TooIntricate) {
      return undecided('The policies cannot be compared: they tell too many cases apart for it.');
    }
    throw problem;
  }
}

function read(texts: readonly string[], when: 'before' | 'after'): readonly Rule[] {
  return texts.flatMap((text) => {
    try {
      return rulesIn(text);
    } catch (problem) {
      if (problem instanceof Malformed) throw new Malformed(`what is there ${when} the change ${problem.message}`);
      throw problem;
    }
  });
}

function sorted(all: readonly Gain[]): Comparison {
  const gains = [...new Map(all.map((gain) => [gain.text, gain])).values()].sort((a, b) => (a.text < b.text ? -1 : 1));
  return { gains, undecided: [] };
}

/** The requests of a statement: the acts, whose they are, under which circumstances. */
interface Stated {
  readonly rule: Rule;
  readonly region: Region;
}

/**
 * What is allowed after and was not before is either in an Allow that is new, and in no Deny that is there; or it was
 * allowed before as well, and in a Deny that is gone. Both are differences of statements.
 */
function gains(before: readonly Rule[], after: readonly Rule[], others: boolean, maybe?: Rule): readonly Gain[] {
  const { granting, refusing, meets } = candidatesOf(before, after, maybe);
  if (granting.length === 0 && refusing.length === 0) return [];
  const [was, is] = [before.filter(meets), after.filter(meets)];
  const space = new Space([...was, ...is], [...granting, ...refusing], maybe);
  const stated = (rules: readonly Rule[]): readonly Stated[] =>
    rules.map((rule) => ({ rule, region: space.regionOf(rule) })).filter(({ region }) => !isEmpty(region));
  const allows = (rules: readonly Rule[]) => rules.filter((rule) => rule.allows);
  const denies = (rules: readonly Rule[]) => rules.filter((rule) => !rule.allows);
  const denying = stated(denies(is));
  const tell = (kind: Gain['kind'], found: readonly Stated[]) =>
    found.map(({ rule, region }) => gainOf(kind, rule, region, space));

  const granted = differences(stated(granting), [...stated(allows(was)), ...denying]);
  const refused = differences(stated(refusing), denying);
  if (others) return [...tell('grant', granted), ...tell('denial', refused)];
  // Where nobody else can allow it, a refusal of what nothing allows is none.
  const allowing = stated(allows(is));
  const effective = refused.flatMap(({ rule, region }) =>
    joined(allowing.map((one) => common(one.region, region)).filter((one) => !isEmpty(one))).map((one) => ({
      rule,
      region: one,
    })),
  );
  return [...tell('grant', granted), ...tell('denial', effective)];
}

/** What of some statements is in none of others, each request once. */
function differences(some: readonly Stated[], others: readonly Stated[]): readonly Stated[] {
  const gone = others.map(({ region }) => region);
  return some.flatMap(({ rule, region }) => {
    const pieces = joined(without(region, gone));
    gone.push(region);
    return pieces.map((piece) => ({ rule, region: piece }));
  });
}
