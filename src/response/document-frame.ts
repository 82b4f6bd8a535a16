/**
 * Python around the judge of a remediation. Pure: what it knows stands in its event, and all it does is to answer.
 * Names begin with _ so that a judge cannot shadow them unawares.
 */
const COMMON = String.raw`import datetime
import json
import re


def _moment(value):
    """A time in any form of Systems Manager's; None when it cannot be read."""
    utc = datetime.timezone.utc
    text = str(value).strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        seconds = float(text)
        return datetime.datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, utc)
    for form in ("%Y-%m-%d_%H.%M.%S", "%a %b %d %H:%M:%S UTC %Y", "%a, %d %b %Y %H:%M:%S GMT"):
        try:
            return datetime.datetime.strptime(text, form).replace(tzinfo=utc)
        except ValueError:
            pass
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=utc)


def _now(event):
    now = _moment(event["Now"])
    if now is None:
        raise ValueError("no time: " + str(event["Now"]))
    return now


def _judged(event):
    """What the judge says of the resource as it was read."""
    said = judge({
        "reads": event["Reads"],
        "parameters": event["Parameters"],
        "resourceId": event["ResourceId"],
        "account": event["Account"],
        "region": event["Region"],
        "partition": event["Partition"],
        "now": _now(event).isoformat(),
    })
    if said["wrong"] is not True and said["wrong"] is not False:
        raise ValueError("the judge says neither true nor false")
    return said


def _detail(event, **more):
    """The detail of an event."""
    own = {
        "remediation": event["Remediation"],
        "resourceId": event["ResourceId"],
        "account": event["Account"],
        "region": event["Region"],
        "rule": event["Rule"],
        "execution": event["Execution"],
    }
    return json.dumps({**own, **more}, default=str, sort_keys=True)
`;

/** Marks a failure that the limits asked for, so that it counts as none: a closed circuit would never open again. */
const REFUSED = 'refused by its limits';

const DECIDE = String.raw`

def _check_parameters(event):
    for name, pattern in event["Patterns"].items():
        values = event["Parameters"][name]
        for value in values if isinstance(values, list) else [values]:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            if not re.fullmatch(pattern, text):
                raise ValueError(name + " has the value " + text + ", which does not match " + pattern)


def _spared(event):
    """The verdict on a resource that is not to be touched, and why; None for any other."""
    entries = event["Tags"].get("ResourceTagMappingList") or []
    tags = {tag["Key"]: tag["Value"] for entry in entries for tag in entry.get("Tags") or []}
    scope, exempt = event["ScopeTag"], event["ExemptTag"]
    if scope and tags.get(scope["Key"]) != scope["Value"]:
        return "out-of-scope", "it lacks the tag " + scope["Key"] + "=" + scope["Value"]
    if exempt and tags.get(exempt["Key"]) == exempt["Value"]:
        return "exempt", "it has the tag " + exempt["Key"] + "=" + exempt["Value"]
    today = _now(event).date().isoformat()
    for exception in event["Exceptions"]:
        resource, day = exception.rsplit(" ", 1)
        if resource == event["ResourceId"] and today <= day:
            return "exempt", "an exception spares it until the end of " + day + " UTC"
    return None


def _over_limit(event):
    """Why this run goes too far; None when it does not."""
    now = _now(event)
    page = event["Runs"].get("AutomationExecutionMetadataList") or []
    # A time that cannot be read counts as recent.
    started = [(_moment(run.get("ExecutionStartTime")) or now, run) for run in page]
    recent = [(at, run) for at, run in started if at > now - datetime.timedelta(hours=1)]

    def _refused(run):
        return run.get("CurrentStepName") == "Refuse" or "REFUSED" in str(run.get("FailureMessage"))

    counted = [(at, run) for at, run in recent if run.get("DocumentName") == event["Document"] and not _refused(run)]
    own = [(at, run["AutomationExecutionId"]) for at, run in recent if run["AutomationExecutionId"] == event["Execution"]]
    failed = [run for _, run in counted if run.get("AutomationExecutionStatus") in ("Failed", "TimedOut")]
    if len(failed) >= event["Limits"]["Failures"]:
        return str(len(failed)) + " runs have failed within an hour"
    earlier = [run for at, run in counted if not own or (at, run["AutomationExecutionId"]) < own[0]]
    if len(earlier) >= event["Limits"]["PerHour"]:
        return str(len(earlier)) + " runs have started within an hour"
    if event["Runs"].get("NextToken") and len(recent) == len(page):
        return "more runs have started within an hour than can be counted"
    return None


_EMPTY = {"String": "", "StringList": [], "StringMap": {}, "MapList": [], "Boolean": False, "Integer": 0}
_KIND = {"String": str, "StringList": list, "StringMap": dict, "MapList": list, "Boolean": bool, "Integer": int}


def _values(event, change):
    """The values that the changes use, each of the type that the document says, and whether there is any."""
    values = {}
    for name, kind in event["Types"].items():
        value = _EMPTY[kind] if change is None else change[name]
        if not isinstance(value, _KIND[kind]):
            raise ValueError(name + " is no " + kind)
        values[name] = value
        values["Has" + name] = bool(value)
    return values


def decide(event, context):
    _check_parameters(event)
    previous, change = None, None
    spared = _spared(event)
    if spared:
        verdict, reason = spared
    else:
        said = _judged(event)
        reason, previous = said["why"], said["previous"]
        beyond = _over_limit(event) if said["wrong"] else None
        if not said["wrong"]:
            verdict = "nothing"
        elif beyond:
            verdict, reason = "over-limit", beyond
        else:
            verdict, change = "mend", said["change"]
    outcome = "already-mended" if verdict == "nothing" else verdict
    return {
        "Verdict": verdict,
        "Reason": reason[:1000],
        "Previous": json.dumps(previous, default=str, sort_keys=True),
        "Asked": _detail(event, reason=reason, previous=previous, change=change),
        "Started": _detail(event, reason=reason, previous=previous, change=change),
        "Outcome": _detail(event, outcome=outcome, reason=reason),
        **_values(event, change),
    }
`.replace('REFUSED', REFUSED);

const VERIFY = String.raw`

def verify(event, context):
    said = _judged(event)
    if said["wrong"]:
        raise RuntimeError("the change has not mended it: " + said["why"])
    previous = json.loads(event["Previous"])
    return {"Outcome": _detail(event, outcome="mended", reason=said["why"], previous=previous, now=said["previous"])}
`;

/** Decides from what was read whether to mend, and writes what there is to tell. Handler: `decide`. */
export const decideScript = (judge: string): string => `${COMMON}\n\n${judge.trim()}\n${DECIDE}`;

/** Fails unless the judge is content with what was read after the change. Handler: `verify`. */
export const verifyScript = (judge: string): string => `${COMMON}\n\n${judge.trim()}\n${VERIFY}`;

/** Fails unless the bus has taken every event. Handler: `heard`. */
export const HEARD_SCRIPT = `def heard(event, context):
    if event["FailedEntryCount"] != 0:
        raise RuntimeError("the bus has not taken the event")
`;

/** Ends a run as failed. Handler: `refuse`. */
export const REFUSE_SCRIPT = `def refuse(event, context):
    raise RuntimeError("${REFUSED}: " + event["Reason"])
`;

/**
 * Calls AWS as its event says, and answers nothing where an error says that there is nothing; with Each once for each item of
 * an answer before, whose values stand for <each.Name>. The same text in every document. Handler: `call`.
 */
export const CALL_SCRIPT = String.raw`import json
import boto3
from botocore import xform_name
from botocore.exceptions import ClientError


def filled(node, item):
    if isinstance(node, dict):
        return {name: filled(value, item) for name, value in node.items()}
    if isinstance(node, list):
        return [filled(value, item) for value in node]
    if isinstance(node, str) and node.startswith("<each.") and node.endswith(">"):
        return item[node[6:-1]]
    return node


def call(event, context):
    operation = getattr(boto3.client(event["Service"]), xform_name(event["Api"]))

    def answer(inputs):
        try:
            said = operation(**inputs)
        except ClientError as error:
            if error.response["Error"]["Code"] in event["Tolerates"]:
                return {}
            raise
        said.pop("ResponseMetadata", None)
        return json.loads(json.dumps(said, default=lambda value: value.isoformat()))

    if "Each" not in event:
        return {"Response": answer(event["Inputs"])}
    items = event["Each"].get(event["EachOf"]) or []
    return {"Response": {"answers": [answer(filled(event["Inputs"], item)) for item in items]}}
`;
