import { action } from '../../authorization/authorization';
import type { Told } from './acts';
import type { Gain } from './comparison';
import type { Rule } from './document';
import type { Region } from './region';
import type { Space } from './space';

/** A gain in words. @param rule - the statement that it comes from */
export function gainOf(kind: Gain['kind'], rule: Rule, region: Region, space: Space): Gain {
  const [acts = 0n, who = 0n, ...rest] = region;
  const told = space.acts.told(acts, rule);
  const { principals, everybody } = rule.principals ? space.principals.told(who) : { principals: [], everybody: true };
  const conditions = space.circumstances.sizes.flatMap((_size, at) => space.circumstances.told(at, rest[at]!) ?? []);
  const { actions, resources } = told;
  return {
    kind,
    principals,
    everybody,
    actions,
    writes: told.future || actions.some((name) => !isReading(name)),
    resources,
    conditions,
    text: [
      ...(principals.length === 0 ? [] : [cut(principals.map((one) => (one === '*' ? 'everybody' : one)))]),
      `${kind === 'grant' ? 'may' : 'is no longer refused'} ${actionsText(told, rule)}`,
      ...(resources.length === 0 ? [] : [`on ${cut(resources)}`]),
      ...(conditions.length === 0 ? [] : [`where ${conditions.join('; and ')}`]),
    ].join(' '),
  };
}

const READING = new Set(['Read', 'List']);
const isReading = (name: string): boolean => READING.has(action(name)?.access ?? '');

const LISTED = 5;

/** Some of many, and how many more there are. */
function cut(texts: readonly string[]): string {
  const rest = texts.length - LISTED;
  return rest > 1 ? `${texts.slice(0, LISTED).join(', ')} and ${rest} more` : texts.join(', ');
}

const counted = (count: number): string => (count === 1 ? '1 action' : `${count} actions`);

function actionsText({ actions, future, patterns }: Told, { actions: { but, spelled } }: Rule): string {
  if (!but) return cut(patterns.flatMap(patternText));
  if (actions.includes('*')) return `all but ${cut(spelled)}`;
  return cut([...actions, ...(future ? ['actions of the future'] : [])]);
}

function patternText({ spelled, actions, all }: Told['patterns'][number]): readonly string[] {
  if (spelled === '*' && actions.includes('*')) return ['all actions'];
  if (!/[*?]/.test(spelled)) return [actions[0] ?? spelled];
  if (actions.includes('*')) return [spelled];
  if (actions.length === 0) return [`what ${spelled} will match one day`];
  if (all) return [`${spelled} (${counted(actions.length)})`];
  return actions.length <= LISTED ? actions : [`${counted(actions.length)} of ${spelled}`];
}
