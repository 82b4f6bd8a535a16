import { type Cases } from '../configuration-item';
import { ALL_IAM_FORMS, compact, each, encoded, reversed } from '../documents';
import { ADMINISTRATORS, NO_ADMINISTRATORS } from '../identity-policies';
import { group, inline, managedPolicy, role } from '../resources';

const form = encoded(compact);
const TRUST = form({
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const roleWith = (...documents: readonly string[]) => role(TRUST, { rolePolicyList: documents.map(inline) });
const groupWith = (...documents: readonly string[]) => group({ groupPolicyList: documents.map(inline) });
const roleSays = 'An inline policy makes the role an administrator';
const HARMLESS = form(NO_ADMINISTRATORS['that reads everything']!);

export const cases: Cases = {
  passing: {
    ...each('a role', NO_ADMINISTRATORS, (document) => roleWith(form(document))),
    'a role without inline policies': roleWith(),
    'a group without inline policies': groupWith(),
    ...each('a group', NO_ADMINISTRATORS, (document) => groupWith(form(document))),
  },
  failing: {
    ...each('a role', ADMINISTRATORS, (document) => [roleWith(form(document)), roleSays] as const),
    ...each(
      'a role that may do everything,',
      ALL_IAM_FORMS,
      (one) => [roleWith(HARMLESS, one(ADMINISTRATORS['that may do everything']!)), roleSays] as const,
    ),
    ...each(
      'a role that may do everything, members reversed,',
      ALL_IAM_FORMS,
      (one) =>
        [roleWith(one({ Statement: [reversed({ Effect: 'Allow', Action: '*', Resource: '*' })] })), roleSays] as const,
    ),
    ...each(
      'a role that may do all but some things,',
      ALL_IAM_FORMS,
      (one) => [roleWith(one(ADMINISTRATORS['that may do all but some things']!)), roleSays] as const,
    ),
    ...each(
      'a role that may do everything, as lists,',
      ALL_IAM_FORMS,
      (one) => [roleWith(one(ADMINISTRATORS['that may do everything, as lists']!)), roleSays] as const,
    ),
    ...each(
      'a role that may do everything, among other things,',
      ALL_IAM_FORMS,
      (one) => [roleWith(one(ADMINISTRATORS['that may do everything, among other things']!)), roleSays] as const,
    ),
    ...each(
      'a role that may do all but one thing,',
      ALL_IAM_FORMS,
      (one) => [roleWith(one(ADMINISTRATORS['that may do all but one thing']!)), roleSays] as const,
    ),
    ...each(
      'a role that may do every action of every service,',
      ALL_IAM_FORMS,
      (one) => [roleWith(one(ADMINISTRATORS['that may do every action of every service']!)), roleSays] as const,
    ),
    'a group that may do everything': [
      groupWith(form(ADMINISTRATORS['that may do everything']!)),
      'An inline policy makes the group administrators',
    ],
  },
  skipping: {
    'a managed policy that allows everything': managedPolicy(form(ADMINISTRATORS['that may do everything']!)),
  },
};
