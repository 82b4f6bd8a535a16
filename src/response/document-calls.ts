import { REFUSED, TIMES } from './document-frame';

/** Python that calls AWS as its event says. */
const CALLING = String.raw`import json
import boto3
from botocore import xform_name
from botocore.exceptions import ClientError


def answer(event, inputs):
    try:
        said = getattr(boto3.client(event["Service"]), xform_name(event["Api"]))(**inputs)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in event["Tolerates"]:
            return {"Tolerated": code}
        raise
    said.pop("ResponseMetadata", None)
    return json.loads(json.dumps(said, default=lambda value: value.isoformat()))
`;

/** Calls AWS as its event says; answers with the code of an error that is an answer too. Handler: `call`. */
export const CALL_SCRIPT = `${CALLING}

def call(event, context):
    return {"Response": answer(event, event["Inputs"])}
`;

/** The same once for each item of an answer before, whose values stand for <each.Name>. Handler: `call`. */
export const CALL_EACH_SCRIPT = String.raw`${CALLING}

def filled(node, item):
    if isinstance(node, dict):
        return {name: filled(value, item) for name, value in node.items()}
    if isinstance(node, list):
        return [filled(value, item) for value in node]
    if isinstance(node, str) and node.startswith("<each.") and node.endswith(">"):
        return item[node[6:-1]]
    return node


def call(event, context):
    items = event["Each"].get(event["EachOf"]) or []
    return {"Response": {"answers": [answer(event, filled(event["Inputs"], item)) for item in items]}}
`;

/**
 * Counts the runs of the last hour that its event's document had before this one: those that `Failed`, those that were
 * `Acting` or still may, and those that stayed `Idle` because all was right; `More` when there are more than it reads.
 * What the limits refused, the tags or exceptions spared or was left to people counts as none. Handler: `count`.
 */
export const COUNT_SCRIPT = String.raw`import datetime
import re
${CALLING}

${TIMES}

def refused(run):
    return run.get("CurrentStepName") == "Refuse" or "REFUSED" in str(run.get("FailureMessage"))


def verdict(run):
    """What a run decided at first; a text of Systems Manager's own while it has not."""
    return ((run.get("Outputs") or {}).get("Decide.Verdict") or [""])[0]


def count(event, context):
    now, found, more = _now(event), [], {}
    for _ in range(event["MostPages"]):
        page = answer(event, {**event["Inputs"], **more})
        # A time that cannot be read counts as recent.
        dated = [(_moment(run.get("ExecutionStartTime")) or now, run) for run in page["AutomationExecutionMetadataList"]]
        recent = [(at, run["AutomationExecutionId"], run) for at, run in dated if at > now - datetime.timedelta(hours=1)]
        found += recent
        more = {"NextToken": page["NextToken"]} if page.get("NextToken") and len(recent) == len(dated) else {}
        if not more:
            break
    own = [(at, run_id) for at, run_id, _ in found if run_id == event["Execution"]]
    runs = [one for one in found if one[2].get("DocumentName") == event["Document"] and not refused(one[2])]
    failed = [run for _, _, run in runs if run.get("AutomationExecutionStatus") in ("Failed", "TimedOut")]
    earlier = [run for at, run_id, run in runs if not own or (at, run_id) < own[0]]
    acting = [run for run in earlier if verdict(run) not in ("nothing", "exempt", "out-of-scope", "left")]
    idle = [run for run in earlier if verdict(run) == "nothing"]
    return {"Response": {"Failed": len(failed), "Acting": len(acting), "Idle": len(idle), "More": bool(more)}}
`.replaceAll('REFUSED', REFUSED);
