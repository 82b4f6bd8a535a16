-- Who gave whom more rights
--
-- Calls by which one gains rights, failed attempts too: policies attached, written or put back to an earlier version,
-- boundaries taken away, roles made or opened to others, members added to groups, assignments of IAM Identity Center,
-- and roles handed to something that the caller commands, an instance, a function, a stack, a job (iam:PassRole is no
-- call of its own and leaves no record). Read grants: a policy with Admin in its name or with a star for its actions,
-- a role stronger than the caller.
-- Harmless: deployments, which do most of this all day. Filter by kind, then look for principals that are not
-- pipelines.
--
-- Parameters:
--   from: the first moment of the window, such as 2026-11-20T10:00:00Z
--   to: the end of the window, which does not belong to it itself
--   kind (default %): policy, boundary, trust, group, assignment, or passed role
--   principal (default %): a LIKE pattern for who did it, where \_ stands for an underscore itself
--
-- Columns:
--   eventtime: when
--   account: where
--   principal: who did it
--   session: the name of the role's session
--   sourceipaddress: where from
--   kind: the kind of gain
--   eventname: the call
--   gainer: who or what gained
--   grants: the policy, group or role that it gained, a policy's text where that was given
--   errorcode: why it failed (nothing when it did not)
--   eventid: the record
WITH matters (eventsource, eventname, kind, gainer, grants) AS (
  VALUES
    ('iam.amazonaws.com', 'AttachUserPolicy', 'policy', '$.userName', '$.policyArn'),
    ('iam.amazonaws.com', 'AttachGroupPolicy', 'policy', '$.groupName', '$.policyArn'),
    ('iam.amazonaws.com', 'AttachRolePolicy', 'policy', '$.roleName', '$.policyArn'),
    ('iam.amazonaws.com', 'PutUserPolicy', 'policy', '$.userName', '$.policyDocument'),
    ('iam.amazonaws.com', 'PutGroupPolicy', 'policy', '$.groupName', '$.policyDocument'),
    ('iam.amazonaws.com', 'PutRolePolicy', 'policy', '$.roleName', '$.policyDocument'),
    ('iam.amazonaws.com', 'CreatePolicyVersion', 'policy', '$.policyArn', '$.policyDocument'),
    ('iam.amazonaws.com', 'SetDefaultPolicyVersion', 'policy', '$.policyArn', '$.versionId'),
    ('iam.amazonaws.com', 'DetachUserPolicy', 'policy', '$.userName', '$.policyArn'),
    ('iam.amazonaws.com', 'DetachRolePolicy', 'policy', '$.roleName', '$.policyArn'),
    ('iam.amazonaws.com', 'DeleteUserPolicy', 'policy', '$.userName', '$.policyName'),
    ('iam.amazonaws.com', 'DeleteRolePolicy', 'policy', '$.roleName', '$.policyName'),
    ('iam.amazonaws.com', 'DeleteUserPermissionsBoundary', 'boundary', '$.userName', '$.permissionsBoundary'),
    ('iam.amazonaws.com', 'DeleteRolePermissionsBoundary', 'boundary', '$.roleName', '$.permissionsBoundary'),
    ('iam.amazonaws.com', 'PutUserPermissionsBoundary', 'boundary', '$.userName', '$.permissionsBoundary'),
    ('iam.amazonaws.com', 'PutRolePermissionsBoundary', 'boundary', '$.roleName', '$.permissionsBoundary'),
    ('iam.amazonaws.com', 'CreateRole', 'trust', '$.roleName', '$.assumeRolePolicyDocument'),
    ('iam.amazonaws.com', 'UpdateAssumeRolePolicy', 'trust', '$.roleName', '$.policyDocument'),
    ('iam.amazonaws.com', 'AddUserToGroup', 'group', '$.userName', '$.groupName'),
    ('identitystore.amazonaws.com', 'CreateGroupMembership', 'group', '$.memberId.userId', '$.groupId'),
    ('sso-directory.amazonaws.com', 'AddMemberToGroup', 'group', '$.member.memberId', '$.groupId'),
    ('sso.amazonaws.com', 'CreateAccountAssignment', 'assignment', '$.principalId', '$.permissionSetArn'),
    (
      'sso.amazonaws.com', 'AttachManagedPolicyToPermissionSet', 'assignment',
      '$.permissionSetArn', '$.managedPolicyArn'
    ),
    ('sso.amazonaws.com', 'PutInlinePolicyToPermissionSet', 'assignment', '$.permissionSetArn', '$.inlinePolicy'),
    (
      'sso.amazonaws.com', 'AttachCustomerManagedPolicyReferenceToPermissionSet', 'assignment',
      '$.permissionSetArn', '$.customerManagedPolicyReference.name'
    ),
    (
      'sso.amazonaws.com', 'DeletePermissionsBoundaryFromPermissionSet', 'boundary',
      '$.permissionSetArn', '$.permissionsBoundary'
    ),
    ('iam.amazonaws.com', 'AddRoleToInstanceProfile', 'passed role', '$.instanceProfileName', '$.roleName'),
    ('ec2.amazonaws.com', 'RunInstances', 'passed role', '$.instanceType', '$.iamInstanceProfile.arn'),
    ('ec2.amazonaws.com', 'RunInstances', 'passed role', '$.instanceType', '$.iamInstanceProfile.name'),
    (
      'ec2.amazonaws.com', 'AssociateIamInstanceProfile', 'passed role',
      '$.AssociateIamInstanceProfileRequest.InstanceId', '$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn'
    ),
    (
      'ec2.amazonaws.com', 'AssociateIamInstanceProfile', 'passed role',
      '$.AssociateIamInstanceProfileRequest.InstanceId', '$.AssociateIamInstanceProfileRequest.IamInstanceProfile.Name'
    ),
    (
      'ec2.amazonaws.com', 'ReplaceIamInstanceProfileAssociation', 'passed role',
      '$.ReplaceIamInstanceProfileAssociationRequest.AssociationId',
      '$.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Arn'
    ),
    (
      'ec2.amazonaws.com', 'ReplaceIamInstanceProfileAssociation', 'passed role',
      '$.ReplaceIamInstanceProfileAssociationRequest.AssociationId',
      '$.ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Name'
    ),
    ('lambda.amazonaws.com', 'CreateFunction20150331', 'passed role', '$.functionName', '$.role'),
    ('lambda.amazonaws.com', 'UpdateFunctionConfiguration20150331v2', 'passed role', '$.functionName', '$.role'),
    ('cloudformation.amazonaws.com', 'CreateStack', 'passed role', '$.stackName', '$.roleARN'),
    ('cloudformation.amazonaws.com', 'UpdateStack', 'passed role', '$.stackName', '$.roleARN'),
    ('cloudformation.amazonaws.com', 'CreateChangeSet', 'passed role', '$.stackName', '$.roleARN'),
    ('codebuild.amazonaws.com', 'CreateProject', 'passed role', '$.name', '$.serviceRole'),
    ('codebuild.amazonaws.com', 'UpdateProject', 'passed role', '$.name', '$.serviceRole'),
    ('codepipeline.amazonaws.com', 'CreatePipeline', 'passed role', '$.pipeline.name', '$.pipeline.roleArn'),
    ('ecs.amazonaws.com', 'RegisterTaskDefinition', 'passed role', '$.family', '$.taskRoleArn'),
    ('ecs.amazonaws.com', 'RunTask', 'passed role', '$.taskDefinition', '$.overrides.taskRoleArn'),
    ('glue.amazonaws.com', 'CreateJob', 'passed role', '$.name', '$.role'),
    ('glue.amazonaws.com', 'UpdateJob', 'passed role', '$.jobName', '$.jobUpdate.role'),
    ('glue.amazonaws.com', 'CreateDevEndpoint', 'passed role', '$.endpointName', '$.roleArn'),
    ('sagemaker.amazonaws.com', 'CreateNotebookInstance', 'passed role', '$.notebookInstanceName', '$.roleArn'),
    ('sagemaker.amazonaws.com', 'CreateTrainingJob', 'passed role', '$.trainingJobName', '$.roleArn'),
    ('states.amazonaws.com', 'CreateStateMachine', 'passed role', '$.name', '$.roleArn'),
    ('states.amazonaws.com', 'UpdateStateMachine', 'passed role', '$.stateMachineArn', '$.roleArn'),
    (
      'ssm.amazonaws.com', 'StartAutomationExecution', 'passed role',
      '$.documentName', '$.parameters.AutomationAssumeRole[0]'
    ),
    ('scheduler.amazonaws.com', 'CreateSchedule', 'passed role', '$.name', '$.target.roleArn')
),
events AS (
  SELECT
    eventtime,
    account,
    coalesce(
      useridentity.sessioncontext.sessionissuer.arn,
      useridentity.arn,
      nullif(useridentity.principalid, ''),
      useridentity.onbehalfof.userid,
      useridentity.invokedby,
      useridentity.username,
      useridentity.type
    ) AS principal,
    CASE WHEN useridentity.type = 'AssumedRole' THEN nullif(split_part(useridentity.arn, '/', 3), '') END AS session,
    sourceipaddress,
    eventsource,
    eventname,
    requestparameters,
    errorcode,
    eventid
  FROM cloudtrail
  WHERE "timestamp" BETWEEN date_format(from_iso8601_timestamp(? /* from */), '%Y/%m/%d')
      AND date_format(from_iso8601_timestamp(? /* to */) + interval '1' day, '%Y/%m/%d')
    AND from_iso8601_timestamp(eventtime) >= from_iso8601_timestamp(? /* from */)
    AND from_iso8601_timestamp(eventtime) < from_iso8601_timestamp(? /* to */)
    AND eventsource IN (
      'iam.amazonaws.com', 'identitystore.amazonaws.com', 'sso-directory.amazonaws.com', 'sso.amazonaws.com',
      'ec2.amazonaws.com', 'lambda.amazonaws.com', 'cloudformation.amazonaws.com', 'codebuild.amazonaws.com',
      'codepipeline.amazonaws.com', 'ecs.amazonaws.com', 'glue.amazonaws.com', 'sagemaker.amazonaws.com',
      'states.amazonaws.com', 'ssm.amazonaws.com', 'scheduler.amazonaws.com'
    )
    AND useridentity.type <> 'AWSService'
    AND coalesce(useridentity.sessioncontext.sessionissuer.arn, '') NOT LIKE '%:role/aws-service-role/%'
)
SELECT
  e.eventtime,
  e.account,
  e.principal,
  e.session,
  e.sourceipaddress,
  m.kind,
  e.eventname,
  json_extract_scalar(e.requestparameters, m.gainer) AS gainer,
  json_extract_scalar(e.requestparameters, m.grants) AS grants,
  e.errorcode,
  e.eventid
FROM events e
JOIN matters m ON m.eventsource = e.eventsource AND m.eventname = e.eventname
-- A call that could have passed a role and did not gives nobody anything.
WHERE (m.kind <> 'passed role' OR json_extract_scalar(e.requestparameters, m.grants) IS NOT NULL)
  AND m.kind LIKE ? /* kind */
  AND lower(e.principal) LIKE lower(? /* principal */) ESCAPE '\'
ORDER BY from_iso8601_timestamp(e.eventtime), e.eventid
