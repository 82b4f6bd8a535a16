import { ACCOUNT, type Cases } from '../configuration-item';
import { ALL_IAM_FORMS, compact, document, each, encoded, reversed } from '../documents';
import { group, inline, managedPolicy, role, user } from '../resources';

const form = encoded(compact);
const statement = (Action: unknown, Resource: unknown, Condition?: object) => ({
  Sid: 'Pass',
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const policy = (...rest: Parameters<typeof statement>) => managedPolicy(form(document(statement(...rest))));
const ANY = form(document(statement('iam:PassRole', '*')));
const ONE = form(document(statement('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/worker`)));
const TRUST = form(
  document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }),
);
const says = 'The policy allows passing any role';

export const cases: Cases = {
  passing: {
    'a policy for one role': managedPolicy(ONE),
    'a policy for any role to one service': policy('iam:PassRole', '*', {
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
    'a policy that once allowed any role': managedPolicy(ONE, ANY),
    'a policy without roles': policy(['ec2:RunInstances'], '*'),
    'a policy that denies': managedPolicy(form(document({ ...statement('iam:PassRole', '*'), Effect: 'Deny' }))),
    'a policy that allows actions on everything and passing one role': managedPolicy(
      form(document(statement(['ecs:*'], '*'), statement('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/worker`))),
    ),
    'a role without inline policies': role(TRUST),
    'an inline policy of a role': role(TRUST, { rolePolicyList: [inline(ONE)] }),
    'an inline policy of a group': group({ groupPolicyList: [inline(ONE)] }),
    'an inline policy of a user': user({ userPolicyList: [inline(ONE)] }),
  },
  failing: {
    ...each(
      'a policy for any role,',
      ALL_IAM_FORMS,
      (one) => [managedPolicy(one(document(statement('iam:PassRole', '*')))), says] as const,
    ),
    ...each(
      'a policy for any role among much else,',
      ALL_IAM_FORMS,
      (one) =>
        [
          managedPolicy(
            one(document(statement(['ec2:RunInstances', 'iam:PassRole', 'ec2:Describe*'], ['arn:aws:s3:::a', '*']))),
          ),
          says,
        ] as const,
    ),
    'a policy for any role, members reversed': [
      managedPolicy(form(document(reversed(statement(['iam:passrole'], ['*']))))),
      says,
    ],
    ...each(
      'a policy for any role by a wildcard,',
      ALL_IAM_FORMS,
      (one) => [managedPolicy(one(document(statement('iam:Pass*', '*')))), says] as const,
    ),
    ...each(
      'a policy for any role by a wildcard in a list,',
      ALL_IAM_FORMS,
      (one) => [managedPolicy(one(document(statement(['iam:Pass*'], ['*'])))), says] as const,
    ),
    'an inline policy of a role': [
      role(TRUST, { rolePolicyList: [inline(ONE), inline(ANY)] }),
      'An inline policy of the role allows passing any role',
    ],
    'an inline policy of a group': [
      group({ groupPolicyList: [inline(ANY)] }),
      'An inline policy of the group allows passing any role',
    ],
    'an inline policy of a user': [
      user({ userPolicyList: [inline(ANY)] }),
      'An inline policy of the user allows passing any role',
    ],
  },
  skipping: {},
};
