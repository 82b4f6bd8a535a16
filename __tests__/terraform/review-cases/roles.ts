import { ACCOUNT, allow, document, of, root, type Found, type PlannedCase, type Values } from './planned-case';

const role = of('aws_iam_role', (name) => ({
  base: { name, path: '/', max_session_duration: 3600, force_detach_policies: false },
  computed: { arn: `arn:aws:iam::${ACCOUNT}:role/${name}` },
}));
const rights = of('aws_iam_role_policy', (name) => {
  const [of = name] = name.split('_');
  return { base: { name, role: of }, computed: { id: `${of}:${name}` } };
});
const attachment = of('aws_iam_role_policy_attachment', (name) => ({ base: { role: name, policy_arn: 'arn:aws:iam::aws:policy/service-role/AWS_ConfigRole' } })); // prettier-ignore
const KEPT = {};

/** Whatever delivers with the role. */
const recorder = (name: string): PlannedCase => of('aws_config_configuration_recorder', () => ({ base: { name: `with-${name}`, role_arn: `arn:aws:iam::${ACCOUNT}:role/${name}` } }))(`with-${name}`, KEPT, KEPT, []); // prettier-ignore
const trail = (name: string): PlannedCase =>
  of('aws_cloudtrail', () => ({
    base: {
      name: `with-${name}`,
      s3_bucket_name: 'trail-bucket',
      cloud_watch_logs_group_arn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:one:*`,
      cloud_watch_logs_role_arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    },
    computed: { arn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/with-${name}` },
  }))(`with-${name}`, KEPT, KEPT, []);

/** Roles trust, and own nothing. */
const trusting = (...services: readonly string[]): Values => ({ assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: services.map((name) => ({ Effect: 'Allow', Principal: { Service: `${name}.amazonaws.com` }, Action: 'sts:AssumeRole' })) }) }); // prettier-ignore
const trustingAlso = (account: string): Values => ({ assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' }, { Effect: 'Allow', Principal: root(account), Action: 'sts:AssumeRole' }] }) }); // prettier-ignore
const allowing = (...actions: readonly string[]): Values => {
  const { Principal: _nobody, ...statement } = allow('*', actions);
  return { policy: document(statement) };
};
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const DISARMED: Found = [['delivery-role-disarmed', 'high']];
const WIDENED: Found = [['delivery-role-widened', 'medium']];

export const roleCases = [
  recorder('config-gone'),
  role('config-gone', trusting('config'), null, [['delivery-role-removed', 'critical']]),
  trail('logs-gone'),
  role('logs-gone', trusting('cloudtrail'), null, [['delivery-role-removed', 'high']]),
  role('anybodys', trusting('ec2'), null, []),
  trail('logs-untrusted'),
  role('logs-untrusted', trusting('cloudtrail', 'ec2'), trusting('ec2'), [['delivery-role-untrusted', 'high']], [['delivery-role-trust-widened', 'high']]), // prettier-ignore
  recorder('config-trusted'),
  role('config-trusted', trusting('config'), trustingAlso(ACCOUNT), [['delivery-role-trust-widened', 'high']]),
  trail('logs-less'),
  rights('logs-less', allowing(...LOGS), allowing('logs:CreateLogStream'), DISARMED, WIDENED),
  trail('logs-none'),
  rights('logs-none', allowing(...LOGS), null, DISARMED, WIDENED),
  trail('logs-more'),
  rights('logs-more', allowing(...LOGS), allowing(...LOGS, 's3:DeleteObject'), WIDENED),
  trail('logs-split'),
  rights('logs-split', allowing(...LOGS), allowing('logs:CreateLogStream'), []),
  rights('logs-split_more', null, allowing('logs:PutLogEvents'), []),
  recorder('config-detached'),
  attachment('config-detached', {}, null, DISARMED, WIDENED),
];
