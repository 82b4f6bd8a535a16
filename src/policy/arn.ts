/** Where a resource lives, as an ARN spells it. Empty parts are left out, as S3 and IAM do. */
export interface ArnParts {
  /** `aws`, `aws-us-gov` or `aws-cn`; never written as a literal, always taken from the regions in use. */
  readonly partition: string;
  readonly service: string;
  readonly region?: string;
  readonly account?: string;
  readonly resource: string;
}

export const arn = ({ partition, service, region = '', account = '', resource }: ArnParts): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

export const bucketArn = (partition: string, bucket: string): string =>
  arn({ partition, service: 's3', resource: bucket });

/** `name` may carry a path, as in `audit/BreakGlass`; `account` may be `*`. */
export const roleArn = (partition: string, account: string, name: string): string =>
  arn({ partition, service: 'iam', account, resource: `role/${name}` });

/** A role's name and path apart, as IAM's calls and CloudTrail's events have them. Without a path there is none to set. */
export function roleParts(pathAndName: string): { readonly name: string; readonly path?: string } {
  const end = pathAndName.lastIndexOf('/');
  return end < 0 ? { name: pathAndName } : { name: pathAndName.slice(end + 1), path: `/${pathAndName.slice(0, end)}/` };
}
