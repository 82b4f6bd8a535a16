import { GLOBAL_IAM_TYPES } from '../../catalogue/managed-rule';
import resourceTypes from '../../config/resource-types.json';
import { block, blocks, flag, text, texts, Unreadable, type Known, type KnownAttributes } from './known';

/** Stands for every type that AWS Config will learn. */
export const FUTURE_TYPES = 'every type that AWS Config supports in future';

const GLOBAL: readonly string[] = GLOBAL_IAM_TYPES;

/** What a recorder records. */
export interface Recording {
  records(type: string): boolean;
  /** Whether changes of a type are recorded when they happen, not once a day. */
  isContinuous(type: string): boolean;
  /** Types that it names, known or not. */
  readonly named: readonly string[];
}

type Group = Pick<Recording, 'records' | 'named'>;

function groupOf(value: Known | undefined): Group {
  const group = block(value);
  // Without a group AWS Config records every regional type.
  const listed = texts(group?.resource_types);
  const excluded = blocks(group?.exclusion_by_resource_types).flatMap(({ resource_types }) => texts(resource_types));
  const named = [...listed, ...excluded];
  const all = flag(group?.all_supported, group === undefined);
  const strategy =
    text(block(group?.recording_strategy)?.use_only) ??
    (all
      ? 'ALL_SUPPORTED_RESOURCE_TYPES'
      : excluded.length > 0
        ? 'EXCLUSION_BY_RESOURCE_TYPES'
        : 'INCLUSION_BY_RESOURCE_TYPES');
  switch (strategy) {
    case 'ALL_SUPPORTED_RESOURCE_TYPES': {
      const withGlobal = flag(group?.include_global_resource_types, false);
      return { named, records: (type) => withGlobal || !GLOBAL.includes(type) };
    }
    case 'EXCLUSION_BY_RESOURCE_TYPES': {
      const left = new Set(excluded);
      return { named, records: (type) => !left.has(type) };
    }
    case 'INCLUSION_BY_RESOURCE_TYPES': {
      const taken = new Set(listed);
      return { named, records: (type) => taken.has(type) };
    }
    default:
      throw new Unreadable();
  }
}

function modeOf(value: Known | undefined): Pick<Recording, 'isContinuous' | 'named'> {
  const mode = block(value);
  const continuous = (block: KnownAttributes | undefined): boolean => {
    const frequency = text(block?.recording_frequency) ?? 'CONTINUOUS';
    if (frequency !== 'CONTINUOUS' && frequency !== 'DAILY') throw new Unreadable();
    return frequency === 'CONTINUOUS';
  };
  const rule = continuous(mode);
  const exceptions = new Map(
    blocks(mode?.recording_mode_override).flatMap((override) =>
      texts(override.resource_types).map((type) => [type, continuous(override)] as const),
    ),
  );
  return { named: [...exceptions.keys()], isContinuous: (type) => exceptions.get(type) ?? rule };
}

export function recordingOf({ recording_group, recording_mode }: KnownAttributes): Recording {
  const group = groupOf(recording_group);
  const mode = modeOf(recording_mode);
  return { records: group.records, isContinuous: mode.isContinuous, named: [...group.named, ...mode.named] };
}

/** What one recording lacks of another, by type. */
export function losses(
  before: Recording,
  after: Recording,
): { readonly gone: readonly string[]; readonly slower: readonly string[] } {
  const types = [...new Set([...(resourceTypes as string[]), ...GLOBAL, ...before.named, ...after.named])].sort();
  const recorded = [...types, FUTURE_TYPES].filter((type) => before.records(type));
  const gone = recorded.filter((type) => !after.records(type));
  return {
    gone,
    slower: recorded.filter((type) => after.records(type) && before.isContinuous(type) && !after.isContinuous(type)),
  };
}
