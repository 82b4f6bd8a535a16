/** A configuration item as AWS Config hands it to a rule. Source of the envelope: a rule's invoking event, version 1.3. */
export interface Item {
  readonly resourceType: string;
  readonly configuration: Fields | null;
  readonly [field: string]: unknown;
}

export type Fields = Readonly<Record<string, unknown>>;

export const ACCOUNT = '111111111111';
/** An account of the organization, and one that is not. */
export const OURS = '222222222222';
export const STRANGER = '999999999999';

interface Parts {
  readonly configuration: Fields;
  readonly supplementaryConfiguration?: Fields;
  readonly tags?: Readonly<Record<string, string>>;
}

export function item(resourceType: string, { configuration, supplementaryConfiguration = {}, tags = {} }: Parts): Item {
  return {
    relatedEvents: [],
    relationships: [],
    configuration,
    supplementaryConfiguration,
    tags,
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: '2026-03-02T09:15:27.512Z',
    configurationStateId: 1772442927512,
    awsAccountId: ACCOUNT,
    configurationItemStatus: 'OK',
    resourceType,
    resourceId: 'example',
    resourceName: 'example',
    ARN: `arn:aws:example:eu-central-1:${ACCOUNT}:example`,
    awsRegion: 'eu-central-1',
    availabilityZone: 'Regional',
    configurationStateMd5Hash: '',
    resourceCreationTime: '2025-11-24T10:02:11.000Z',
  };
}

/** What is left of a resource that is gone. */
export const deleted = (resourceType: string): Item => ({
  ...item(resourceType, { configuration: {} }),
  configuration: null,
  configurationItemStatus: 'ResourceDeleted',
  availabilityZone: null,
  resourceCreationTime: null,
});

/** The same with the key `configuration` missing, as some events have it. */
export function deletedWithoutTrace(resourceType: string): Item {
  const { configuration: _, ...rest } = deleted(resourceType);
  return rest as unknown as Item;
}

/** What a rule is tried on. Names say what is special; a failing item comes with a part of the message it must cause. */
export interface Cases {
  readonly passing: Readonly<Record<string, Item>>;
  readonly failing: Readonly<Record<string, readonly [Item, string]>>;
  readonly skipping: Readonly<Record<string, Item>>;
  /** Verdicts where audit.yaml gives the placeholder of the rule an empty list. */
  readonly whenEmpty?: Readonly<Record<string, readonly [Item, 'PASS' | 'FAIL' | 'SKIP']>>;
}
