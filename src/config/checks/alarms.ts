import { show } from '../problem';
import { partitionOf } from '../regions';
import type { SubscriptionConfig } from '../sections/alarms';
import { type Check, knownAccounts, problem } from './check';

/** An alarm that nobody hears is none. */
const somebodyIsTold: Check = ({ alarms: { subscriptions, topicArns } }) =>
  subscriptions.length + topicArns.length > 0
    ? []
    : [problem(['alarms'], 'nobody is told of any alarm', 'list subscriptions or topicArns below it')];

/** An alarm tells topics of its own region only. Source: PutMetricAlarm, AlarmActions. */
const topicsAreAtHome: Check = ({ alarms, regions: { home } }) =>
  alarms.topicArns.flatMap((topicArn, at) => {
    const [, partition, , region] = topicArn.split(':');
    return partition === partitionOf(home) && region === home
      ? []
      : problem(
          ['alarms', 'topicArns', at],
          `${show(topicArn)} is not in the home region`,
          `name a topic that starts with arn:${partitionOf(home)}:sns:${home}:`,
        );
  });

/** What PutMetricAlarm takes for each state. */
const MOST_TOPICS = 5;

const topicsAreFew: Check = ({ alarms: { topicArns, subscriptions } }) => {
  // Subscriptions have a topic of the platform.
  const most = subscriptions.length > 0 ? MOST_TOPICS - 1 : MOST_TOPICS;
  const besides = subscriptions.length > 0 ? ' besides that of the subscriptions' : '';
  return topicArns.length > most
    ? [
        problem(
          ['alarms', 'topicArns'],
          `lists ${topicArns.length} topics where an alarm tells ${most}${besides}`,
          'list fewer, with more subscribers each',
        ),
      ]
    : [];
};

/** How endpoints of a protocol look, and what to write. Queues and functions are told of by their region besides. */
const FORMS: Readonly<Record<SubscriptionConfig['protocol'], { readonly form: RegExp; readonly mend: string }>> = {
  email: { form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, mend: 'write an address such as security@example.com' },
  'email-json': { form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, mend: 'write an address such as security@example.com' },
  https: { form: /^https:\/\/[^\s/]+(?:\/\S*)?$/, mend: 'write the whole URL, starting with https://' },
  sqs: { form: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/, mend: 'write the whole ARN of a standard queue' },
  lambda: {
    form: /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(?::[\w-]{1,128})?$/,
    mend: 'write the whole ARN of a function',
  },
};

const endpointsFitTheirProtocol: Check = ({ alarms: { subscriptions } }) =>
  subscriptions.flatMap(({ protocol, endpoint }, at) =>
    FORMS[protocol].form.test(endpoint)
      ? []
      : problem(
          ['alarms', 'subscriptions', at, 'endpoint'],
          `${show(endpoint)} is no endpoint of ${protocol}`,
          FORMS[protocol].mend,
        ),
  );

/** Queues and functions, whose endpoints are ARNs that are well formed. */
const arnsIn = ({ alarms: { subscriptions } }: Parameters<Check>[0]) =>
  subscriptions.flatMap(({ protocol, endpoint }, at) => {
    const isArn = (protocol === 'sqs' || protocol === 'lambda') && FORMS[protocol].form.test(endpoint);
    const [, partition, , region, account] = endpoint.split(':');
    const path = ['alarms', 'subscriptions', at, 'endpoint'];
    return isArn ? [{ protocol, endpoint, partition, region, account: account!, path }] : [];
  });

/** The topic is at home; SNS asks opt-in regions for more, and a queue elsewhere is a reason more to miss an alarm. */
const endpointsAreAtHome: Check = (config) => {
  const { home } = config.regions;
  return arnsIn(config)
    .filter(({ partition, region }) => partition !== partitionOf(home) || region !== home)
    .map(({ protocol, endpoint, path }) =>
      problem(
        path,
        `${show(endpoint)} is not in the home region`,
        `name one that starts with arn:${partitionOf(home)}:${protocol}:${home}:`,
      ),
    );
};

/** What is found on a machine of a stranger, a stranger reads. */
const endpointsAreOurs: Check = (config) => {
  const ours = knownAccounts(config);
  return arnsIn(config)
    .filter(({ account }) => !ours.includes(account))
    .map(({ account, path }) =>
      problem(path, `is of the account ${account}, which the file does not list`, 'use one of a listed account'),
    );
};

const subscriptionsAreListedOnce: Check = ({ alarms: { subscriptions } }) => {
  const keys = subscriptions.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`);
  return subscriptions.flatMap(({ protocol, endpoint }, at) =>
    keys.indexOf(keys[at]!) < at
      ? problem(['alarms', 'subscriptions', at], `${protocol} to ${show(endpoint)} is listed twice`, 'remove one')
      : [],
  );
};

export const ALARM_CHECKS: readonly Check[] = [
  somebodyIsTold,
  topicsAreAtHome,
  topicsAreFew,
  endpointsFitTheirProtocol,
  endpointsAreAtHome,
  endpointsAreOurs,
  subscriptionsAreListedOnce,
];
