import { withoutIndexes } from '../address';
import type { Change } from '../change';
import type { Scene } from '../scene';
import { lets } from './buckets';
import { SIDES, spokenOf, stand } from './references';

export const KEY_TYPES = ['aws_kms_key', 'aws_kms_replica_key', 'aws_kms_external_key', 'aws_kms_replica_external_key'];

/** Services that write or read evidence under a key. */
const WRITING = ['cloudtrail.amazonaws.com', 'config.amazonaws.com'];

/** A key's id or an alias, whether an id, an ARN or an alias is given. */
export const keyName = (text: string): string => /^arn:[^:]+:kms:[^:]*:[^:]*:(?:key\/)?(.+)$/.exec(text)?.[1] ?? text;

/** Where evidence says under which key it lies. */
const USES: readonly (readonly [type: string, ...path: [string, ...string[]]])[] = [
  ['aws_cloudtrail', 'kms_key_id'],
  ['aws_cloudtrail_event_data_store', 'kms_key_id'],
  ['aws_config_delivery_channel', 's3_kms_key_arn'],
];

/** Of buckets that hold evidence. */
const BUCKET_USES: readonly (readonly [type: string, ...path: [string, ...string[]]])[] = [
  ['aws_s3_bucket_server_side_encryption_configuration', 'rule', 'apply_server_side_encryption_by_default', 'kms_master_key_id'],
  ['aws_s3_bucket', 'server_side_encryption_configuration', 'rule', 'apply_server_side_encryption_by_default', 'kms_master_key_id'],
  ['aws_s3_bucket_replication_configuration', 'rule', 'destination', 'encryption_configuration', 'replica_kms_key_id'],
  ['aws_s3_bucket', 'replication_configuration', 'rules', 'destination', 'replica_kms_key_id'],
]; // prettier-ignore

/** Which KMS keys there are, by whatever name, and which evidence lies under. */
export class Keys {
  private evidenceNames?: ReadonlySet<string>;
  private resources?: ReadonlyMap<string, readonly Change[]>;
  private readonly targets = new Map<string, string>();

  constructor(private readonly scene: Scene) {
    for (const alias of scene.ofType('aws_kms_alias')) {
      const [name] = SIDES.flatMap((side) => (typeof alias[side]?.name === 'string' ? [alias[side].name] : []));
      const [target] = this.namesIn(alias, 'target_key_id');
      if (name !== undefined && target !== undefined) this.targets.set(name, target);
    }
  }

  /** Names of the key that a key, its policy, an alias or a grant speaks of. */
  namesOf(change: Change): readonly string[] {
    if (KEY_TYPES.includes(change.type)) return ownNames(change);
    return this.namesIn(change, change.type === 'aws_kms_alias' ? 'target_key_id' : 'key_id');
  }

  isEvidence(change: Change): boolean {
    return [...this.namesOf(change), ...(change.type === 'aws_kms_alias' ? spokenOf(change, ['name']).texts : [])].some(
      (name) => this.evidence.has(name) || this.evidence.has(this.resolve(name)),
    );
  }

  /** Keys and their policies that speak of the key that a change speaks of. */
  resourcesOf(change: Change, ...types: readonly string[]): readonly Change[] {
    this.resources ??= this.gathered();
    const found = this.namesOf(change).flatMap((name) => this.resources!.get(name) ?? []);
    return [...new Set(found)].filter(({ type }) => types.includes(type));
  }

  private gathered(): ReadonlyMap<string, readonly Change[]> {
    const resources = new Map<string, Change[]>();
    for (const change of this.scene.ofType(...KEY_TYPES, 'aws_kms_key_policy')) {
      for (const name of this.namesOf(change)) resources.set(name, [...(resources.get(name) ?? []), change]);
    }
    return resources;
  }

  /** Whether two texts name one key. */
  areSame(one: string, other: string): boolean {
    return this.resolve(keyName(one)) === this.resolve(keyName(other));
  }

  private resolve(name: string): string {
    return this.targets.get(name) ?? name;
  }

  private namesIn(change: Change, ...path: readonly [string, ...string[]]): readonly string[] {
    const { texts, addresses } = spokenOf(change, path);
    const keys = this.scene.referred(change, addresses, ...KEY_TYPES).flatMap(ownNames);
    const aliases = this.scene.referred(change, addresses, 'aws_kms_alias').flatMap((alias) => this.namesOf(alias));
    return [...new Set([...texts.map(keyName), ...keys, ...aliases])];
  }

  private get evidence(): ReadonlySet<string> {
    return (this.evidenceNames ??= this.findEvidence());
  }

  private findEvidence(): ReadonlySet<string> {
    const { scene } = this;
    const used = [
      ...USES.flatMap(([type, ...path]) => scene.ofType(type).flatMap((change) => this.namesIn(change, ...path))),
      ...BUCKET_USES.flatMap(([type, ...path]) =>
        scene
          .ofType(type)
          .filter((change) => scene.buckets.isEvidence(change))
          .flatMap((change) => this.namesIn(change, ...path)),
      ),
      ...scene
        .ofType('aws_cloudwatch_log_group')
        .filter((group) => scene.logGroups.isOfTrail(group))
        .flatMap((group) => this.namesIn(group, 'kms_key_id')),
      ...scene
        .ofType(...KEY_TYPES, 'aws_kms_key_policy')
        .filter((change) => SIDES.some((side) => lets(change[side]?.policy, WRITING)))
        .flatMap((change) => this.namesOf(change)),
    ];
    const names = [...scene.settings.keys.map(keyName), ...used];
    return new Set([...names, ...names.map((name) => this.resolve(name))]);
  }
}

const ownNames = (key: Change): readonly string[] => {
  const names = SIDES.flatMap((side) => {
    const name = key[side]?.key_id ?? key[side]?.id;
    return typeof name === 'string' ? [keyName(name)] : [];
  });
  return names.length > 0 ? [...new Set(names)] : [stand(key.plan, withoutIndexes(key.address))];
};
