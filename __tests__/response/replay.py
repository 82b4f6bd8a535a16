"""Runs the steps of Automation documents in their order against moto.

Reads {"cases": [...]} and writes a list of what became of each. A case: {
  "document": the document, "parameters": {name: [texts]}, as StartAutomationExecution takes them,
  "now": "yyyy-mm-ddThh:mm:ss", "execution": id,
  "setup": [{"service", "call", "inputs", "save": {name: path}}], whose saved values stand for $name anywhere in the case,
  "given": {step: answer, or {"error": code}}, in AWS's place of an API step, "meanwhile": {step: calls made before it},
  "approval": "Approved" or "Rejected", "inspect": calls whose answers are handed back }
A stand-in for Systems Manager: it shows that a document's steps fit together and do what they say, not that AWS takes it.
"""

import builtins
import datetime
import functools
import json
import os
import re
import sys
from unittest import mock

os.environ.update(
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_SESSION_TOKEN="testing",
    MOTO_IAM_LOAD_MANAGED_POLICIES="false",
)

import boto3  # noqa: E402
from botocore import xform_name  # noqa: E402
from botocore.client import BaseClient  # noqa: E402
from moto import mock_aws  # noqa: E402

# Making a client takes longer than most cases.
boto3.client = functools.cache(boto3.client)

REGION = os.environ["AWS_DEFAULT_REGION"]
ACCOUNT = "123456789012"
KINDS = {"String": str, "StringList": list, "StringMap": dict, "MapList": list, "Boolean": bool, "Integer": int}
# What Systems Manager takes of a script's answer, in bytes and items. Source: user guide, aws:executeScript.
MOST_BYTES, MOST_ITEMS = 100 * 1000, 100
# Of the last, datetime's own.
CALLING = {"call", "count"}
PURE = {"re", "json", "datetime", "ipaddress", "_strptime"}


class Failed(Exception):
    """A step has failed."""


def plain(value):
    return json.loads(json.dumps(value, default=lambda one: one.isoformat()))


def pick(path, value):
    """The part of a value that a JSONPath of names and places points at."""
    for name, place in re.findall(r"\.([A-Za-z_]\w*)|\[(\d+)\]", path):
        value = value[name] if name else value[int(place)]
    return value


def filled(node, values):
    if isinstance(node, dict):
        return {key: filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value, values) for value in node]
    if not isinstance(node, str):
        return node
    whole = re.fullmatch(r"\{\{ ([^{}]+) \}\}", node)
    if whole:
        return look(whole[1], values)
    text = re.sub(r"\{\{ ([^{}]+) \}\}", lambda found: str(look(found[1], values)), node)
    if "{{" in text:
        raise Failed("a reference is left in " + text)
    return text


def look(name, values):
    if name not in values:
        raise Failed(name + " stands for nothing")
    return values[name]


def parameters_of(document, given):
    """The values of the parameters, refused where Systems Manager would refuse them."""
    declared = document["parameters"]
    unknown = set(given) - set(declared)
    if unknown:
        raise Failed(f"no parameters: {unknown}")
    values = {}
    for name, parameter in declared.items():
        kind = parameter["type"]
        if name not in given and "default" not in parameter:
            raise Failed(name + " is required")
        value = parameter["default"] if name not in given else typed(kind, given[name])
        for text in value if isinstance(value, list) else [value]:
            if "allowedPattern" in parameter and not re.search(parameter["allowedPattern"], text):
                raise Failed(f"{text} is not allowed as {name}")
        values[name] = value
    return values


def typed(kind, texts):
    if kind == "StringList":
        return texts
    (text,) = texts
    return {"String": str, "Integer": int, "Boolean": lambda one: one == "true"}[kind](text)


def importer(handler):
    """What a script may import: AWS's library only where the script is the one that calls AWS."""

    def load(name, *rest, **named):
        if name.split(".")[0] not in PURE | ({"boto3", "botocore"} if handler in CALLING else set()):
            raise ImportError(name)
        return builtins.__import__(name, *rest, **named)

    return load


CALL = BaseClient._make_api_call


def runs_told(given):
    """Stands in for botocore: moto knows no runs of documents. `given` is a page of them, or has several in `pages`."""
    pages = (given or {}).get("pages", [given or {"AutomationExecutionMetadataList": []}])

    def answer(client, operation, inputs):
        if operation != "DescribeAutomationExecutions":
            return CALL(client, operation, inputs)
        at = int(inputs.get("NextToken", 0))
        more = {"NextToken": str(at + 1)} if at + 1 < len(pages) else {}
        return {**pages[at], **more}

    return answer


class Run:
    def __init__(self, case):
        self.case = case
        self.document = case["document"]
        self.steps, self.events, self.calls, self.evaluated = [], [], [], []
        self.saved = {}

    def replay(self):
        for call in self.case.get("setup", []):
            self.call(call)
        self.case = self.with_saved(self.case)
        self.document = self.case["document"]
        status, failure = "Success", None
        try:
            self.execute()
        except Exception as error:  # whatever goes wrong, the run has failed
            status, failure = "Failed", f"{type(error).__name__}: {error}"
        seen = [self.call(call) for call in self.case.get("inspect", [])]
        return {
            "status": status,
            "failure": failure,
            "steps": self.steps,
            "events": self.events,
            "calls": self.calls,
            "evaluated": self.evaluated,
            "seen": seen,
            "saved": self.saved,
        }

    def with_saved(self, node):
        if isinstance(node, dict):
            return {key: self.with_saved(value) for key, value in node.items()}
        if isinstance(node, list):
            return [self.with_saved(value) for value in node]
        if isinstance(node, str):
            return re.sub(r"\$([a-z]\w*)", lambda found: str(self.saved.get(found[1], found[0])), node)
        return node

    def call(self, call):
        client = boto3.client(call["service"])
        try:
            answer = getattr(client, call["call"])(**self.with_saved(call.get("inputs", {})))
        except client.exceptions.ClientError as error:
            if "save" in call:
                raise
            return {"error": error.response["Error"]["Code"]}
        answer.pop("ResponseMetadata", None)
        answer = plain({key: value for key, value in answer.items() if key != "Body"})
        for name, path in call.get("save", {}).items():
            self.saved[name] = pick(path, answer)
        return answer

    def execute(self):
        now = datetime.datetime.fromisoformat(self.case["now"])
        self.values = {
            **parameters_of(self.document, self.case["parameters"]),
            "global:ACCOUNT_ID": ACCOUNT,
            "global:REGION": REGION,
            "global:AWS_PARTITION": "aws",
            "global:DATE": now.strftime("%Y-%m-%d"),
            "global:DATE_TIME": now.strftime("%Y-%m-%d_%H.%M.%S"),
            "automation:EXECUTION_ID": self.case.get("execution", "00000000-0000-0000-0000-000000000000"),
        }
        steps = {step["name"]: step for step in self.document["mainSteps"]}
        name = self.document["mainSteps"][0]["name"]
        while name:
            step = steps[name]
            self.steps.append(name)
            for call in self.case.get("meanwhile", {}).get(name, []):
                self.call(call)
            try:
                self.step(step)
            except Exception:
                if step["onFailure"] != "Continue" or step["isCritical"]:
                    raise
            name = self.next or step.get("nextStep")

    def step(self, step):
        """Does one step; `next` is the step that a branch leads to."""
        self.next = None
        inputs = filled(step["inputs"], self.values)
        kind = step["action"].split(":")[1]
        if kind == "branch":
            self.next = self.branch(inputs)
            return
        if kind == "approve" and self.case.get("approval", "Approved") != "Approved":
            raise Failed("rejected")
        if kind in ("executeAwsApi", "executeScript"):
            answer = self.api(step["name"], inputs) if kind == "executeAwsApi" else {"Payload": self.script(step["name"], inputs)}
            for output in step.get("outputs", []):
                value = pick(output["Selector"], answer)
                if not isinstance(value, KINDS[output["Type"]]):
                    raise Failed(f"{output['Name']} of {step['name']} is no {output['Type']}")
                self.values[f"{step['name']}.{output['Name']}"] = value
        elif kind not in ("approve", "sleep"):
            raise Failed("no such action: " + kind)

    def branch(self, inputs):
        for choice in inputs["Choices"]:
            for operator in ("StringEquals", "BooleanEquals"):
                if operator in choice and choice["Variable"] == choice[operator]:
                    return choice["NextStep"]
        return inputs["Default"]

    def api(self, name, inputs):
        rest = {key: value for key, value in inputs.items() if key not in ("Service", "Api")}
        self.calls.append(f"{inputs['Service']}:{inputs['Api']}")
        if inputs["Service"] == "events":
            entries = [{"type": one["DetailType"], "detail": json.loads(one["Detail"])} for one in rest["Entries"]]
            self.events += entries
        given = self.case.get("given", {}).get(name)
        if given is not None:
            if "error" in given:
                raise Failed(given["error"])
            return given
        # moto evaluates no rules.
        if inputs["Api"] == "StartConfigRulesEvaluation":
            self.evaluated += rest["ConfigRuleNames"]
            return {}
        if inputs["Service"] == "events":
            return {"FailedEntryCount": 0}
        answer = getattr(boto3.client(inputs["Service"]), xform_name(inputs["Api"]))(**rest)
        answer.pop("ResponseMetadata", None)
        return plain(answer)

    def script(self, name, inputs):
        handler, payload = inputs["Handler"], inputs["InputPayload"]
        if handler in CALLING:
            self.calls.append(f"{payload['Service']}:{payload['Api']}")
        names = {"__builtins__": {**vars(builtins), "__import__": importer(handler)}}
        exec(compile(inputs["Script"], handler, "exec"), names)
        with mock.patch.object(BaseClient, "_make_api_call", runs_told(self.case.get("given", {}).get(name))):
            answer = plain(names[handler](payload, None))
        size = len(json.dumps(answer).encode())
        if size > MOST_BYTES or any(isinstance(one, list) and len(one) > MOST_ITEMS for one in (answer or {}).values()):
            raise Failed(f"Systems Manager would cut the answer of {handler}, which takes {size} bytes")
        return answer


def main():
    outcomes = []
    for case in json.load(sys.stdin)["cases"]:
        with mock_aws():
            outcomes.append(Run(case).replay())
    json.dump(outcomes, sys.stdout)


main()
