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
