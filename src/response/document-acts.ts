import { OWN_SOURCE } from '../events/reports';
import { HEARD_SCRIPT, REFUSE_SCRIPT, verifyScript } from './document-frame';
import { caseOf } from './document-round';
import type { DocumentSettings } from './document-settings';
import { apiStep, branchStep, changePart, type Part, readPart, scriptStep } from './document-steps';

const last = (part: Part): Part => ({ ...part, step: { ...part.step, isEnd: true } });

/** Goes on to the change, or tells why there is none and ends. */
export function choose(settings: DocumentSettings, suffix: string, change: string): Part[] {
  const decide = `Decide${suffix}`;
  const to = (verdict: string, next: string) => ({
    NextStep: next,
    Variable: `{{ ${decide}.Verdict }}`,
    StringEquals: verdict,
  });
  const nothing = `TellNothing${suffix}`;
  const told = tell(settings, nothing, 'Remediation Outcome', `{{ ${decide}.Outcome }}`);
  const evaluated = evaluate(`EvaluateNothing${suffix}`, decide, nothing);
  const choices = [
    to('mend', change),
    to('nothing', evaluated[0]!.step.name),
    ...['left', 'exempt', 'out-of-scope'].map((verdict) => to(verdict, nothing)),
    // Whoever is asked has been counted before.
    ...(suffix === '' ? [to('over-limit', 'TellRefusal')] : []),
  ];
  const refused = tell(settings, 'TellRefusal', 'Remediation Outcome', '{{ Decide.Outcome }}');
  return [
    branchStep(`Choose${suffix}`, choices, 'Refuse'),
    ...evaluated,
    ...told.slice(0, -1),
    ...told.slice(-1).map(last),
    ...(suffix === '' ? [...refused, REFUSE] : []),
  ];
}

/** Fails, so that the run counts as failed and Systems Manager says so. */
const REFUSE: Part = last(
  scriptStep({
    name: 'Refuse',
    script: REFUSE_SCRIPT,
    handler: 'refuse',
    payload: { Reason: '{{ Decide.Reason }}' },
  }),
);

/** Puts an event, and fails where the bus did not take it: PutEvents itself succeeds even then. */
function tell({ eventBusArn }: DocumentSettings, name: string, detailType: string, detail: string): Part[] {
  const put = apiStep({
    name,
    service: 'events',
    api: 'PutEvents',
    inputs: { Entries: [{ EventBusName: eventBusArn, Source: OWN_SOURCE, DetailType: detailType, Detail: detail }] },
    outputs: [{ Name: 'FailedEntryCount', Selector: '$.FailedEntryCount', Type: 'Integer' }],
    needs: [{ action: 'events:PutEvents', resource: eventBusArn }],
  });
  const payload = { FailedEntryCount: `{{ ${name}.FailedEntryCount }}` };
  return [put, scriptStep({ name: `${name}Heard`, script: HEARD_SCRIPT, handler: 'heard', payload })];
}

/**
 * Has the rule look again, which would take a periodic one up to a day; `next` follows. AWS Config refuses while an
 * evaluation runs or within a minute of one, and may refuse rules of an organization to the account that they look at:
 * what is mended is mended all the same.
 */
function evaluate(name: string, decide: string, next: string): Part[] {
  const call = apiStep({
    name,
    service: 'config',
    api: 'StartConfigRulesEvaluation',
    inputs: { ConfigRuleNames: ['{{ Rule }}'] },
    needs: [
      {
        action: 'config:StartConfigRulesEvaluation',
        resource: 'arn:${Partition}:config:${Region}:${Account}:config-rule/*',
      },
    ],
    isOptional: true,
  });
  return [
    branchStep(`If${name}`, [{ NextStep: name, Variable: `{{ ${decide}.Evaluates }}`, BooleanEquals: true }], next),
    call,
  ];
}

/** Somebody has to agree. */
export function asking(settings: DocumentSettings): Part[] {
  const { approval, remediation } = settings;
  if (approval === undefined) throw new Error(`${settings.name} asks for approvals, but nobody may give them`);
  const { approverArns, topicArn, minimum, timeoutHours } = approval;
  const approve: Part = {
    step: {
      name: 'Approve',
      action: 'aws:approve',
      timeoutSeconds: timeoutHours * 3600,
      inputs: {
        ...(topicArn === undefined ? {} : { NotificationArn: topicArn }),
        Message: `${remediation.title}: {{ ResourceId }}, because {{ Decide.Reason }}`,
        MinRequiredApprovals: minimum,
        Approvers: approverArns,
      },
      onFailure: 'Abort',
    },
    needs: topicArn === undefined ? [] : [{ action: 'sns:Publish', resource: topicArn }],
  };
  return [...tell(settings, 'Ask', 'Remediation Awaits Approval', '{{ Decide.Started }}'), approve];
}

/** Says what was before it changes anything, and afterwards only what it sees. */
export function changing(settings: DocumentSettings, suffix: string): Part[] {
  const { remediation } = settings;
  const decide = `Decide${suffix}`;
  const changes = remediation.changes.flatMap((change) => {
    const part = changePart(remediation, change, { reads: suffix, decide });
    return change.when === undefined ? [part] : [ifAny(decide, change.when, change.name), part];
  });
  const settle: Part = {
    step: {
      name: 'Settle',
      action: 'aws:sleep',
      inputs: { Duration: `PT${remediation.settleSeconds}S` },
      onFailure: 'Abort',
    },
    needs: [],
  };
  const verify = scriptStep({
    name: 'Verify',
    script: verifyScript(remediation.judge),
    handler: 'verify',
    payload: { ...caseOf(settings, 'After'), Started: `{{ ${decide}.Started }}` },
    outputs: { Outcome: 'String' },
  });
  const told = tell(settings, 'Tell', 'Remediation Outcome', '{{ Verify.Outcome }}');
  return skipping([
    ...tell(settings, 'Remember', 'Remediation Started', `{{ ${decide}.Started }}`),
    ...changes,
    settle,
    ...remediation.reads.map((read) => readPart(remediation, read, 'After')),
    verify,
    ...evaluate('Evaluate', decide, told[0]!.step.name),
    ...told.slice(0, -1),
    ...told.slice(-1).map(last),
  ]);
}

const ifAny = (decide: string, value: string, step: string): Part =>
  branchStep(
    `If${step}`,
    [{ NextStep: step, Variable: `{{ ${decide}.Has${value} }}`, BooleanEquals: true }],
    // Known when the order is: see `skipping`.
    step,
  );

/** A branch around one step goes on behind it. */
const skipping = (parts: readonly Part[]): Part[] =>
  parts.map((part, at) =>
    part.step.action === 'aws:branch'
      ? { ...part, step: { ...part.step, inputs: { ...part.step.inputs, Default: parts[at + 2]!.step.name } } }
      : part,
  );
