import { type Cases } from '../configuration-item';
import { ALL_IAM_FORMS, compact, each, encoded } from '../documents';
import { ADMINISTRATORS, NO_ADMINISTRATORS } from '../identity-policies';
import { attached, group, inline, user } from '../resources';

const form = encoded(compact);
const withInline = (...documents: readonly string[]) => user({ userPolicyList: documents.map(inline) });
const withPolicy = (name: string, partition?: string) =>
  user({ attachedManagedPolicies: [attached('IAMUserChangePassword'), attached(name, partition)] });
const attachedSays = 'The user has an administrator policy of AWS';
const inlineSays = 'An inline policy makes the user an administrator';

export const cases: Cases = {
  passing: {
    'without policies': user(),
    'that reads': withPolicy('ReadOnlyAccess'),
    ...each('with an inline policy', NO_ADMINISTRATORS, (document) => withInline(form(document))),
  },
  failing: {
    'with the policy AdministratorAccess': [withPolicy('AdministratorAccess'), attachedSays],
    'with the policy IAMFullAccess in GovCloud': [withPolicy('IAMFullAccess', 'aws-us-gov'), attachedSays],
    'with the policy PowerUserAccess in China': [withPolicy('PowerUserAccess', 'aws-cn'), attachedSays],
    ...each('with an inline policy', ADMINISTRATORS, (document) => [withInline(form(document)), inlineSays] as const),
    ...each(
      'with an inline policy that allows everything,',
      ALL_IAM_FORMS,
      (one) => [withInline(one(ADMINISTRATORS['that may do everything']!)), inlineSays] as const,
    ),
  },
  skipping: {
    'a group of administrators': group({ attachedManagedPolicies: [attached('AdministratorAccess')] }),
  },
};
