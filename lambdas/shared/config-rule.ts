import {
  ConfigServiceClient,
  GetResourceConfigHistoryCommand,
  type ResourceType,
} from '@aws-sdk/client-config-service';
import { type Aws, AwsOfAccount } from './aws';
import { type ConfigurationItem, type ConfigurationItemSummary, fromHistory, isThere } from './configuration-item';
import { type ConfigEvent, type Message, parseEvent, parseMessage } from './event';
import { account, type Finding, type Findings } from './finding';
import { rawParameters, type RawParameters } from './parameters';
import { Report } from './report';
import { notApplicable, type Verdict } from './verdict';

/** A rule: what it reads and decides. When it is invoked, and what becomes of its verdicts, is the handler's. */
export interface ConfigRule<P> {
  readonly readParameters: (raw: RawParameters) => P;
  /** The types that `onChange` can judge; without them, any. */
  readonly resourceTypes?: readonly string[];
  /** Judges one resource. Never called for one that is gone or has left the rule's scope. */
  readonly onChange?: (item: ConfigurationItem, parameters: P, aws: Aws) => Promise<Verdict> | Verdict;
  /** Judges all there is to judge. */
  readonly onSchedule?: (parameters: P, aws: Aws) => Findings;
  /** Judges what a delivered snapshot holds. */
  readonly onSnapshot?: (snapshot: { bucket: string; key: string }, parameters: P, aws: Aws) => Findings;
}

/** The part of Lambda's context that is used. */
export interface Context {
  readonly invokedFunctionArn?: string;
}

/** What tests put in place of AWS and of the log. */
export interface Seams {
  readonly aws?: Aws;
  readonly log?: (line: string) => void;
}

/**
 * Turns a rule into a Lambda handler.
 *
 * Anything unexpected is thrown, never reported: Config shows a failed run, and an auditor never mistakes a crash for a
 * verdict. So is a message that the rule has no answer to, and a resource of another type than it judges: both mean that
 * the rule is deployed with a wrong scope, which NOT_APPLICABLE would hide.
 */
export const handlerFor =
  <P>(rule: ConfigRule<P>, { aws: given, log = (line) => void process.stdout.write(line) }: Seams = {}) =>
  async (value: unknown, context: Context = {}): Promise<void> => {
    const event = parseEvent(value);
    const parameters = rule.readParameters(rawParameters(event.ruleParameters));
    const message = parseMessage(event.invokingEvent);
    const { configRuleName: name = 'config-rule', accountId } = event;
    const { AWS_REGION, EVALUATION_ROLE } = process.env;
    const { invokedFunctionArn } = context;
    const aws = given ?? new AwsOfAccount(accountId, name, { AWS_REGION, EVALUATION_ROLE, invokedFunctionArn });
    const report = new Report(aws, event.resultToken);
    try {
      await run(rule, { event, message, parameters, aws, report });
    } finally {
      if (aws instanceof AwsOfAccount) aws.close();
    }
    log(`${JSON.stringify({ rule: name, account: accountId, message: message.type, ...report.counts })}\n`);
  };

interface Run<P> {
  readonly event: ConfigEvent;
  readonly message: Message;
  readonly parameters: P;
  readonly aws: Aws;
  readonly report: Report;
}

async function run<P>(rule: ConfigRule<P>, { event, message, parameters, aws, report }: Run<P>): Promise<void> {
  switch (message.type) {
    case 'ConfigurationItemChangeNotification':
    case 'OversizedConfigurationItemChangeNotification': {
      const onChange = answerTo(message, rule.onChange);
      const noticed = 'item' in message ? message.item : message.summary;
      checkType(rule, noticed);
      const about = ({ resourceType, resourceId }: ConfigurationItemSummary, verdict: Verdict): Finding[] => [
        { resourceType, resourceId, verdict },
      ];
      const timeOf = (item: ConfigurationItemSummary) => new Date(item.configurationItemCaptureTime);
      if (!isThere(noticed) || event.eventLeftScope) return report.send(about(noticed, notApplicable), timeOf(noticed));
      const item = 'item' in message ? message.item : await itemOf(noticed, aws);
      const verdict = isThere(item) ? await onChange(item, parameters, aws) : notApplicable;
      return report.send(about(item, verdict), timeOf(item));
    }
    case 'ScheduledNotification': {
      const findings = answerTo(message, rule.onSchedule)(parameters, aws);
      return report.send(orAccount(await findings, aws), message.time);
    }
    case 'ConfigurationSnapshotDeliveryCompleted': {
      const findings = answerTo(message, rule.onSnapshot)(message.snapshot, parameters, aws);
      return report.send(orAccount(await findings, aws), message.time);
    }
  }
}

/**
 * The findings, or where there are none, that nothing in the account is judged: a run that reports nothing looks in
 * Config like one that never took place.
 */
async function* orAccount(findings: AsyncIterable<Finding> | readonly Finding[], aws: Aws): AsyncGenerator<Finding> {
  let none = true;
  for await (const finding of findings) {
    none = false;
    yield finding;
  }
  if (none) yield account(aws, notApplicable);
}

function answerTo<Answer>({ type }: Message, answer: Answer | undefined): Answer {
  if (!answer) throw new Error(`the rule has no answer to a ${type}; mend the triggers it is deployed with`);
  return answer;
}

function checkType<P>({ resourceTypes }: ConfigRule<P>, { resourceType, resourceId }: ConfigurationItemSummary): void {
  if (!resourceTypes || resourceTypes.includes(resourceType)) return;
  throw new Error(
    `the rule judges ${resourceTypes.join(', ')}, not ${resourceType} (${resourceId}); mend the scope it is deployed with`,
  );
}

/**
 * The item that was too large for its notification.
 *
 * @throws Error when Config's history does not hold it yet; Lambda tries again
 */
async function itemOf(summary: ConfigurationItemSummary, aws: Aws): Promise<ConfigurationItem> {
  const { resourceType, resourceId, configurationItemCaptureTime: captured } = summary;
  const { configurationItems = [] } = await aws.client(ConfigServiceClient).send(
    new GetResourceConfigHistoryCommand({
      resourceType: resourceType as ResourceType,
      resourceId,
      laterTime: new Date(captured),
      limit: 1,
    }),
  );
  const item = configurationItems.map(fromHistory)[0];
  // In whole seconds, because a fraction may be lost on the way.
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
  if (!item || seconds(item.configurationItemCaptureTime) < seconds(captured))
    throw new Error(
      `Config's history of ${resourceType} ${resourceId} does not reach ${captured}; ` +
        `it ends at ${item?.configurationItemCaptureTime ?? 'nothing'}`,
    );
  return item;
}
