import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { putEvent } from '../shared/announcer';
import { type Aws, AwsOfAccount } from '../shared/aws';
import { isObject, show } from '../shared/json';
import { HOUR, type RollCall, rollCall, unheard } from './compare';
import { readDeclared } from './declared';
import { Insights } from './insights';
import { earlierCalls, lastHeard, reports } from './read';

/** What the handler finds around itself, or a test puts there. */
export interface Surroundings {
  readonly aws: Aws;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Calls the roll of healers for the whole hour before the event's time, and puts the outcome on the bus. It remembers
 * nothing: another try, or a letter of the dead-letter queue given to it again, finds the same.
 *
 * Limits: it reads three hours of the event log, about 5,000 reports a query, and a whole day where it misses somebody.
 * What reaches the log later than ten minutes after the hour is judged an hour later.
 *
 * @throws Error when the log cannot be read in whole or the bus does not take the event: then nobody is told anything,
 * and the alarm on the function's errors rings
 */
export async function callTheRoll(event: unknown, { aws, env, sleep }: Surroundings): Promise<RollCall> {
  const { logGroup, eventBus, file } = settingsIn(env);
  const until = Math.floor(timeOf(event) / HOUR) * HOUR;
  const declared = readDeclared(readFileSync(file, 'utf8'), file);
  const insights = new Insights(aws, logGroup, sleep);

  const heard = await reports(insights, declared, until);
  const missed = unheard(declared, heard);
  const ownAccount = eventBus.split(':')[4]!;
  const [last, calledBefore] =
    missed.length === 0
      ? [new Map<string, number>(), []]
      : await Promise.all([
          lastHeard(insights, missed, until),
          earlierCalls(insights, declared, { ownAccount, until }),
        ]);
  const outcome = rollCall(declared, { until, reports: heard, lastHeard: last, calledBefore });
  await putEvent(aws, eventBus, 'Audit Roll Call', outcome);
  return outcome;
}

export const handler = async (event: unknown, context?: { readonly invokedFunctionArn?: string }): Promise<void> => {
  const account = context?.invokedFunctionArn?.split(':')[4] ?? '';
  const aws = new AwsOfAccount(account, 'roll-call', { AWS_REGION: process.env['AWS_REGION'] });
  try {
    const { expected, heard, complete, standing } = await callTheRoll(event, { aws, env: process.env, sleep });
    process.stdout.write(`${JSON.stringify({ expected, heard, complete, standing })}\n`);
  } finally {
    aws.close();
  }
};

/** @throws Error that names every variable which is missing */
function settingsIn({ LOG_GROUP, EVENT_BUS, DECLARED_FILE }: Surroundings['env']) {
  if (!LOG_GROUP || !/^arn:[^:]+:events:[^:]+:\d{12}:event-bus\/./.test(EVENT_BUS ?? ''))
    throw new Error(
      `LOG_GROUP is ${show(LOG_GROUP)} and EVENT_BUS ${show(EVENT_BUS)}; set them to the log group of events and to the bus's ARN`,
    );
  return { logGroup: LOG_GROUP, eventBus: EVENT_BUS!, file: DECLARED_FILE ?? join(__dirname, 'declared.json') };
}

/** When the schedule meant the function to run. */
function timeOf(event: unknown): number {
  const time = Date.parse(String(isObject(event) ? event['time'] : undefined));
  if (Number.isNaN(time)) throw new Error(`the event has no time: ${show(event)}; only EventBridge may invoke this`);
  return time;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
