import type { Organization } from '../config/organization';

/** What of an organization decides how its evidence is asked. */
export type Questioned = Pick<
  Organization,
  | 'accounts'
  | 'arn'
  | 'auditAccount'
  | 'bucketArn'
  | 'dnsSuffix'
  | 'everyRegion'
  | 'home'
  | 'id'
  | 'investigatorRoleArn'
  | 'names'
> & {
  readonly config: Pick<Organization['config'], 'deletionProtection' | 'forensics'>;
  readonly ownership: Pick<Organization['ownership'], 'trail'>;
};
