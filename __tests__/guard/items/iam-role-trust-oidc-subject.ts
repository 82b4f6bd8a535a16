import { ACCOUNT, type Cases } from '../configuration-item';
import { ALL_IAM_FORMS, assume, compact, document, each, encoded, reversed, type Statement } from '../documents';
import { role } from '../resources';

const form = encoded(compact);
const federated = (Federated: string, condition?: object) =>
  assume({ Federated }, condition, 'sts:AssumeRoleWithWebIdentity');
const provider = (host: string) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`;
const trust = (...statements: readonly Statement[]) => role(form(document(...statements)));

const HOST = 'token.actions.githubusercontent.com';
const AUDIENCE = { [`${HOST}:aud`]: 'sts.amazonaws.com' };
const github = (condition?: object) => federated(provider(HOST), condition);
const subject = (value: string | string[], operator = 'StringLike') =>
  github({ StringEquals: AUDIENCE, [operator]: { [`${HOST}:sub`]: value } });

const EKS = 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const pod = (value: string) => federated(provider(EKS), { StringLike: { [`${EKS}:sub`]: value } });
const POOL = { 'cognito-identity.amazonaws.com:aud': 'eu-central-1:8dc556cc-000e-4d91-a876-271c1197461a' };

const everybody = 'Everybody whom the OIDC provider knows may assume the role';
const notAsked = 'The role does not ask for the subject of the token';
const wildcard = 'The condition on :sub begins with a wildcard';
const optional = 'The condition on :sub holds where the token has none';
const pool = 'Users of any identity pool may assume the role';

export const cases: Cases = {
  passing: {
    ...each('for a branch,', ALL_IAM_FORMS, (one) =>
      role(one(document(subject('repo:acme/infrastructure:ref:refs/heads/main', 'StringEquals')))),
    ),
    'for every branch of a repository': trust(subject('repo:acme/infrastructure:*')),
    'for two repositories': trust(subject(['repo:acme/infrastructure:*', 'repo:acme/website:*'])),
    'for a service account of a cluster': trust(pod('system:serviceaccount:payments:api')),
    'for a project of GitLab': trust(
      federated(provider('gitlab.com'), { StringLike: { 'gitlab.com:sub': 'project_path:acme/website:ref_type:*' } }),
    ),
    'for a branch, with the key in another case': trust(
      github({
        StringEquals: {
          [`${HOST}:Aud`]: 'sts.amazonaws.com',
          [`${HOST}:SUB`]: 'repo:acme/website:ref:refs/heads/main',
        },
      }),
    ),
    ...each('for users of a pool,', ALL_IAM_FORMS, (one) =>
      role(one(document(federated('cognito-identity.amazonaws.com', { StringEquals: POOL })))),
    ),
    'for users of a pool, with the key in another case': trust(
      federated('cognito-identity.amazonaws.com', { StringEquals: { 'Cognito-Identity.amazonaws.com:Aud': 'pool' } }),
    ),
    'for users of a pool': trust(federated('cognito-identity.amazonaws.com', { StringEquals: POOL })),
  },
  failing: {
    ...each('for everybody on GitHub,', ALL_IAM_FORMS, (one) => [role(one(document(github()))), everybody] as const),
    ...each(
      'for everybody on GitHub, members reversed,',
      ALL_IAM_FORMS,
      (one) => [role(one(document(reversed(github())))), everybody] as const,
    ),
    'for everybody on GitHub beside a branch': [trust(subject('repo:acme/website:*'), github()), everybody],
    ...each(
      'for the audience alone,',
      ALL_IAM_FORMS,
      (one) => [role(one(document(github({ StringEquals: AUDIENCE })))), notAsked] as const,
    ),
    ...each('for *,', ALL_IAM_FORMS, (one) => [role(one(document(subject('*')))), wildcard] as const),
    ...each('for any repository,', ALL_IAM_FORMS, (one) => [role(one(document(subject('repo:*')))), wildcard] as const),
    'for any project of GitLab': [
      trust(federated(provider('gitlab.com'), { StringLike: { 'gitlab.com:sub': 'project_path:*' } })),
      wildcard,
    ],
    'for any project of CircleCI': [
      trust(
        federated(provider('oidc.circleci.com/org/1'), {
          StringLike: { 'oidc.circleci.com/org/1:sub': 'org/*/project/*' },
        }),
      ),
      wildcard,
    ],
    ...each(
      'for any repository beside two,',
      ALL_IAM_FORMS,
      (one) => [role(one(document(subject(['repo:acme/a:*', 'repo:acme/b:*', 'repo:*'])))), wildcard] as const,
    ),
    ...each(
      'for any service account,',
      ALL_IAM_FORMS,
      (one) => [role(one(document(pod('system:serviceaccount:*')))), wildcard] as const,
    ),
    'for any repository beside one': [trust(subject(['repo:acme/website:*', 'repo:*/*'])), wildcard],
    'for any service account of a cluster': [trust(pod('system:serviceaccount:*:*')), wildcard],
    'for any organization of Terraform': [
      trust(
        federated(provider('app.terraform.io'), {
          StringLike: { 'app.terraform.io:sub': 'organization:*:run_phase:*' },
        }),
      ),
      wildcard,
    ],
    'for a subject if there is one': [trust(subject('repo:acme/website:*', 'StringLikeIfExists')), optional],
    ...each(
      'for all of no subjects,',
      ALL_IAM_FORMS,
      (one) => [role(one(document(subject('repo:acme/website:*', 'ForAllValues:StringLike')))), optional] as const,
    ),
    'for users of any pool': [
      trust(
        federated('cognito-identity.amazonaws.com', {
          'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
        }),
      ),
      pool,
    ],
    'for users of any pool, without a condition': [trust(federated('cognito-identity.amazonaws.com')), pool],
  },
  skipping: {
    'for a service': trust({
      Effect: 'Allow',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    'for a SAML provider': trust(federated(`arn:aws:iam::${ACCOUNT}:saml-provider/okta`)),
  },
};
