import { ACCOUNT, type Cases } from '../configuration-item';
import { ALL_IAM_FORMS, compact, document, each, encoded, reversed } from '../documents';
import { group, inline, managedPolicy, role, user } from '../resources';

const form = encoded(compact);
const statement = (Action: unknown, Resource: unknown, Condition?: object) => ({
  Sid: 'IAM1',
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const policy = (...rest: Parameters<typeof statement>) => managedPolicy(form(document(statement(...rest))));
const BAD = form(document(statement('iam:AttachUserPolicy', '*')));
const GOOD = form(document(statement('iam:GetUser', '*')));
const TRUST = form(
  document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
);
const says = 'The policy lets its holders give themselves more rights';
const ACTIONS = Object.fromEntries(
  [
    'iam:*',
    'iam:Put*',
    'iam:Attach*',
    'iam:PutUserPolicy',
    'iam:PutGroupPolicy',
    'iam:PutRolePolicy',
    'iam:AttachUserPolicy',
    'iam:AttachGroupPolicy',
    'iam:AttachRolePolicy',
    'iam:CreatePolicyVersion',
    'iam:SetDefaultPolicyVersion',
    'iam:AddUserToGroup',
    'iam:UpdateAssumeRolePolicy',
    'iam:DeleteUserPermissionsBoundary',
    'iam:DeleteRolePermissionsBoundary',
    'iam:CreateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UpdateLoginProfile',
  ].map((action) => [action, action]),
);

export const cases: Cases = {
  passing: {
    'a policy that reads IAM': policy(['iam:Get*', 'iam:List*'], '*'),
    'a policy for keys of oneself': policy('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`),
    'a policy that writes policies within a boundary': policy('iam:PutRolePolicy', '*', {
      StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/boundary` },
    }),
    'a policy that once allowed it': managedPolicy(form(document(statement('iam:GetUser', '*'))), BAD),
    'a policy that denies it': managedPolicy(form(document({ ...statement('iam:*', '*'), Effect: 'Deny' }))),
    'a user without inline policies': user(),
    'an inline policy of a role': role(TRUST, { rolePolicyList: [inline(GOOD)] }),
    'an inline policy of a group': group({ groupPolicyList: [inline(GOOD)] }),
    'an inline policy of a user': user({ userPolicyList: [inline(GOOD)] }),
  },
  failing: {
    ...each('a policy with', ACTIONS, (action) => [policy(action, '*'), says] as const),
    ...each(
      'a policy with, in a list,',
      ACTIONS,
      (action) => [policy(['s3:GetObject', action, 'iam:GetUser'], ['arn:aws:s3:::example', '*']), says] as const,
    ),
    ...each(
      'a policy with everything in IAM,',
      ALL_IAM_FORMS,
      (one) => [managedPolicy(one(document(statement('iam:*', '*')))), says] as const,
    ),
    ...each(
      'a policy with everything in IAM, in a list,',
      ALL_IAM_FORMS,
      (one) => [managedPolicy(one(document(statement(['s3:GetObject', 'iam:*'], ['*'])))), says] as const,
    ),
    ...each(
      'a policy that attaches,',
      ALL_IAM_FORMS,
      (one) => [managedPolicy(one(document(statement('iam:Attach*', '*')))), says] as const,
    ),
    ...each(
      'a policy that writes and attaches,',
      ALL_IAM_FORMS,
      (one) => [managedPolicy(one(document(statement(['iam:Put*', 'iam:Attach*'], '*')))), says] as const,
    ),
    ...each(
      'a policy with one such action among others,',
      ALL_IAM_FORMS,
      (one) =>
        [managedPolicy(one(document(statement(['iam:Get*', 'iam:PutRolePolicy', 'iam:List*'], ['*'])))), says] as const,
    ),
    'a policy, members reversed': [
      managedPolicy(form(document(reversed(statement('iam:CreateAccessKey', '*'))))),
      says,
    ],
    'an inline policy of a role': [
      role(TRUST, { rolePolicyList: [inline(BAD)] }),
      'An inline policy of the role lets its holders give themselves more rights',
    ],
    'an inline policy of a group': [
      group({ groupPolicyList: [inline(BAD)] }),
      'An inline policy of the group lets its holders give themselves more rights',
    ],
    'an inline policy of a user': [
      user({ userPolicyList: [inline(BAD)] }),
      'An inline policy of the user lets its holders give themselves more rights',
    ],
  },
  skipping: {},
};
