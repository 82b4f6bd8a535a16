/** Python that reads a time. Names begin with _ so that a judge cannot shadow them unawares, here and below. */
export const TIMES = String.raw`def _moment(value):
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
`;

/** Python around the judge of a remediation. Pure: what it knows stands in its event, and all it does is to answer. */
const COMMON = String.raw`import datetime
import json
import re


${TIMES}

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


# What Systems Manager takes of a script's answer, in bytes, and of each list. Source: user guide, aws:executeScript.
_MOST_BYTES = 100000
_MOST_ITEMS = 100


def _fits(answer):
    return len(json.dumps(answer).encode()) <= _MOST_BYTES


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

const DECIDE = String.raw`

def _check_parameters(event):
    for name, pattern in event["Patterns"].items():
        values = event["Parameters"][name]
        for value in values if isinstance(values, list) else [values]:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            if not re.fullmatch(pattern, text):
                raise ValueError(name + " has the value " + text + ", which does not match " + pattern)


def _tags(event):
    """The tags of the resource, from where an answer carries them; of a list its first item."""
    found = event["Tags"]["In"]
    for name in event["Tags"]["At"]:
        found = (found[0] if isinstance(found, list) else found).get(name) or {}
    return {tag["Key"]: tag["Value"] for tag in found}


def _spared(event):
    """The verdict on a resource that is not to be touched, and why; None for any other."""
    tags = _tags(event)
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
    """Why this run goes too far; None when it does not, or was counted before its approval."""
    runs, limits = event["Runs"], event["Limits"]
    if runs.get("Failed", 0) >= limits["Failures"]:
        return f"{runs['Failed']} runs have failed within an hour"
    if runs.get("Acting", 0) >= limits["PerHour"]:
        return f"{runs['Acting']} runs have started within an hour"
    if runs.get("More"):
        return "more runs have started within an hour than can be counted"
    return None


def _evaluates(event, verdict):
    """Whether the rule is to look again. Where it never agrees with the judge, each look would start another run."""
    return event["Rule"] != "by hand" and (verdict == "mend" or event["Runs"].get("Idle", 0) < event["Limits"]["PerHour"])


_EMPTY = {"String": "", "StringList": [], "StringMap": {}, "MapList": [], "Boolean": False, "Integer": 0}
_KIND = {"String": str, "StringList": list, "StringMap": dict, "MapList": list, "Boolean": bool, "Integer": int}


def _values(event, change):
    """The values that the changes use, each of the type that the document says, and whether there is any."""
    values = {}
    for name, kind in event["Types"].items():
        value = _EMPTY[kind] if change is None else change[name]
        if not isinstance(value, _KIND[kind]):
            raise ValueError(name + " is no " + kind)
        if isinstance(value, list) and len(value) > _MOST_ITEMS:
            raise ValueError(f"{name} has {len(value)} items of {_MOST_ITEMS} that a run can change: mend it by hand")
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
        if beyond:
            verdict, reason = "over-limit", beyond
        elif said["wrong"]:
            verdict, change = "mend", said["change"]
        else:
            verdict = "left" if said.get("left") else "nothing"
    outcome = "already-mended" if verdict == "nothing" else verdict
    answer = {
        "Verdict": verdict,
        "Reason": reason[:1000],
        "Started": "",
        "Outcome": _detail(event, outcome=outcome, reason=reason),
        "Evaluates": _evaluates(event, verdict),
        **_values(event, change),
    }
    if verdict != "mend":
        return answer
    # Whoever undoes a run needs what was before; what is to be changed is told where there is room.
    for more in ({"change": change}, {}):
        whole = {**answer, "Started": _detail(event, reason=reason, previous=previous, **more)}
        if _fits(whole):
            return whole
    raise ValueError(f"what was before takes more than the {_MOST_BYTES} bytes that a run can tell of: mend it by hand")
`;

const VERIFY = String.raw`

def verify(event, context):
    said = _judged(event)
    if said["wrong"]:
        raise RuntimeError("the change has not mended it: " + said["why"])
    told = {"outcome": "left" if said.get("left") else "mended", "reason": said["why"]}
    both = {"previous": json.loads(event["Started"])["previous"], "now": said["previous"]}
    answer = {"Outcome": _detail(event, **told, **both)}
    # What was before has been told already.
    return answer if _fits(answer) else {"Outcome": _detail(event, **told)}
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

/** Marks a failure that the limits asked for, so that it counts as none: a closed circuit would never open again. */
export const REFUSED = 'refused by its limits';

/** Ends a run as failed. Handler: `refuse`. */
export const REFUSE_SCRIPT = `def refuse(event, context):
    raise RuntimeError("${REFUSED}: " + event["Reason"])
`;
