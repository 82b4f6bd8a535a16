import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';

/** A multi-region trail. */
export interface Trail {
  readonly arn: string;
  readonly isLogging: boolean;
  readonly logGroupArn?: string;
  readonly selectors: { readonly basic: readonly EventSelector[]; readonly advanced: readonly AdvancedEventSelector[] };
}

export interface LogGroup {
  readonly region: string;
  readonly name: string;
}

/** The log group in which an account finds all management events, or why a trail gives it none. */
export function logGroupOf(trail: Trail, accountId: string): LogGroup | string {
  if (!trail.isLogging) return 'is not logging';
  if (!hasAllManagementEvents(trail.selectors)) return 'leaves out management events';
  if (!trail.logGroupArn) return 'has no log group';
  const [, , , region = '', account, , name = ''] = trail.logGroupArn.split(':');
  if (account !== accountId) return `sends to a log group of account ${account}`;
  return { region, name };
}

/** Whether reads and writes are selected, each without exceptions. */
export function hasAllManagementEvents({ basic, advanced }: Trail['selectors']): boolean {
  const selected = new Set([...basic.flatMap(ofBasic), ...advanced.flatMap(ofAdvanced)]);
  return selected.has('reads') && selected.has('writes');
}

type Kind = 'reads' | 'writes';

function ofBasic({ IncludeManagementEvents, ReadWriteType, ExcludeManagementEventSources }: EventSelector): Kind[] {
  if (!IncludeManagementEvents || (ExcludeManagementEventSources ?? []).length > 0) return [];
  if (ReadWriteType === 'ReadOnly') return ['reads'];
  return ReadWriteType === 'WriteOnly' ? ['writes'] : ['reads', 'writes'];
}

function ofAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): Kind[] {
  const only = (field: string): string | undefined => {
    const found = FieldSelectors.find(({ Field }) => Field === field);
    return found?.Equals?.length === 1 ? found.Equals[0] : undefined;
  };
  // Any further field narrows what is selected.
  const narrows = FieldSelectors.some(({ Field }) => Field !== 'eventCategory' && Field !== 'readOnly');
  if (narrows || only('eventCategory') !== 'Management') return [];
  if (!FieldSelectors.some(({ Field }) => Field === 'readOnly')) return ['reads', 'writes'];
  switch (only('readOnly')) {
    case 'true':
      return ['reads'];
    case 'false':
      return ['writes'];
    default:
      return [];
  }
}
