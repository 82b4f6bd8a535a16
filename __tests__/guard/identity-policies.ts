import { document } from './documents';

const may = (Action: unknown, Resource: unknown, Condition?: object) =>
  document({ Sid: 'VisualEditor0', Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });

/** Documents that make their holder an administrator. */
export const ADMINISTRATORS: Readonly<Record<string, object>> = {
  'that may do everything': may('*', '*'),
  'that may do everything, as lists': may(['*'], ['*']),
  'that may do everything, among other things': may(['s3:GetObject', '*', 'iam:GetUser'], ['arn:aws:s3:::a', '*']),
  'that may do every action of every service': may('*:*', '*'),
  'that may do all but one thing': document({ Effect: 'Allow', NotAction: 'iam:CreateUser', Resource: '*' }),
  'that may do all but some things': document({
    Effect: 'Allow',
    NotAction: ['iam:*', 'organizations:*'],
    Resource: '*',
  }),
  'that may do everything, after something else': document(
    {
      Sid: 'Logs',
      Effect: 'Allow',
      Action: ['logs:PutLogEvents'],
      Resource: 'arn:aws:logs:*:*:log-group:${aws:username}',
    },
    { Effect: 'Allow', Action: '*', Resource: '*' },
  ),
};

export const NO_ADMINISTRATORS: Readonly<Record<string, object>> = {
  'that reads everything': may(['s3:Get*', 'ec2:Describe*'], '*'),
  'that owns a bucket': may('*', 'arn:aws:s3:::example/*'),
  'that may do everything with a second factor': may('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  'that may do nothing': document({ Effect: 'Deny', Action: '*', Resource: '*' }),
  'that may do nothing outside of a region': document({
    Effect: 'Deny',
    NotAction: ['iam:*'],
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
  }),
};
