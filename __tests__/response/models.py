"""Holds Automation documents against AWS's API models, and their scripts against what a script may do.

Reads {"documents": [...]} and writes {"calls": number of calls that were checked, "problems": [...]}.
"""

import ast
import json
import re
import sys

import botocore.session

SESSION = botocore.session.get_session()
MODELS = {}
# What the types of Systems Manager can stand for, in botocore's words.
STANDS_FOR = {
    "String": {"string", "timestamp"},
    "StringList": {"list"},
    "StringMap": {"structure", "map"},
    "MapList": {"list"},
    "Boolean": {"boolean"},
    "Integer": {"integer", "long"},
}
# Handlers of scripts that call AWS.
CALLING = {"call", "count"}
PURE = {"re", "json", "datetime", "ipaddress"}
# What reaches out of a script without an import.
REACHING = {"open", "exec", "eval", "compile", "__import__", "input", "globals", "getattr", "setattr", "breakpoint"}


def model(service):
    if service not in MODELS:
        MODELS[service] = SESSION.get_service_model(service)
    return MODELS[service]


def reference(text, types):
    whole = re.fullmatch(r"\{\{ ([^{}]+) \}\}", text)
    return types.get(whole[1], "unknown " + whole[1]) if whole else None


def misfits(value, shape, types, where):
    """Where a value is not of a shape."""
    if isinstance(value, str) and (kind := reference(value, types)):
        if shape.type_name not in STANDS_FOR.get(kind, set()):
            yield f"{where}: {kind} for {shape.type_name}"
        elif kind == "StringList" and shape.member.type_name != "string":
            yield f"{where}: texts for a list of {shape.member.type_name}"
    elif shape.type_name == "structure":
        if not isinstance(value, dict):
            yield f"{where}: no structure"
            return
        for name in shape.required_members:
            if name not in value:
                yield f"{where}: lacks {name}"
        for name, inner in value.items():
            if name in shape.members:
                yield from misfits(inner, shape.members[name], types, f"{where}.{name}")
            else:
                yield f"{where}: knows no {name}"
    elif shape.type_name == "list":
        if not isinstance(value, list):
            yield f"{where}: no list"
            return
        for inner in value:
            yield from misfits(inner, shape.member, types, where + "[]")
    elif shape.type_name == "map":
        for inner in value.values():
            yield from misfits(inner, shape.value, types, where + "{}")
    else:
        wanted = {"string": str, "boolean": bool, "integer": int, "long": int}.get(shape.type_name)
        if wanted is None or not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            yield f"{where}: {json.dumps(value)} for {shape.type_name}"
        enum = getattr(shape, "enum", None)
        if enum and not value.startswith(("{{", "<each.")) and value not in enum:
            yield f"{where}: {value} is none of {', '.join(enum)}"


def calls(document):
    for step in document["mainSteps"]:
        inputs = step["inputs"]
        if step["action"] == "aws:executeAwsApi":
            rest = {name: value for name, value in inputs.items() if name not in ("Service", "Api")}
            yield step, inputs["Service"], inputs["Api"], rest
        elif step["action"] == "aws:executeScript" and inputs["Handler"] in CALLING:
            yield step, inputs["InputPayload"]["Service"], inputs["InputPayload"]["Api"], inputs["InputPayload"]["Inputs"]


def outputs_of(step, operation):
    """Selectors that point at nothing in the answer."""
    for output in step.get("outputs", []):
        shape = operation.output_shape
        if step["action"] != "aws:executeAwsApi":
            continue
        for name, _ in re.findall(r"\.(\w+)|\[(\d+)\]", output["Selector"]):
            if not name:
                shape = shape.member
            elif shape.type_name == "structure" and name in shape.members:
                shape = shape.members[name]
            else:
                yield f"{step['name']}: the answer has no {output['Selector']}"
                return
        if shape.type_name not in STANDS_FOR[output["Type"]]:
            yield f"{step['name']}: {output['Selector']} is a {shape.type_name}, no {output['Type']}"


def types_of(document):
    types = {f"global:{name}": "String" for name in ("ACCOUNT_ID", "REGION", "AWS_PARTITION", "DATE", "DATE_TIME")}
    types.update({name: one["type"] for name, one in document["parameters"].items()})
    for step in document["mainSteps"]:
        types.update({f"{step['name']}.{one['Name']}": one["Type"] for one in step.get("outputs", [])})
    return types


def reaching(script):
    """What a script does that a pure one does not, and modules that it uses without importing them."""
    nodes = list(ast.walk(ast.parse(script)))
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    yield from {node.id + " unseen" for node in nodes if isinstance(node, ast.Name) and node.id in PURE - imported}
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name not in PURE)
        elif isinstance(node, ast.ImportFrom) and node.module not in PURE:
            yield node.module
        elif isinstance(node, ast.Name) and node.id in REACHING:
            yield node.id
        elif isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow", "__class__", "__globals__"):
            yield node.attr


def main():
    problems, count, callers = [], 0, set()
    for document in json.load(sys.stdin)["documents"]:
        title, types = document["description"][:40], types_of(document)
        for step, service, api, inputs in calls(document):
            count += 1
            if service not in SESSION.get_available_services() or api not in model(service).operation_names:
                problems.append(f"{title}: {service} knows no {api}")
                continue
            operation = model(service).operation_model(api)
            where = f"{title}: {step['name']}"
            problems += misfits(inputs, operation.input_shape, types, where) if operation.input_shape else []
            problems += [f"{title}: {one}" for one in outputs_of(step, operation)]
        for step in document["mainSteps"]:
            if step["action"] != "aws:executeScript":
                continue
            if step["inputs"]["Handler"] in CALLING:
                callers.add(step["inputs"]["Script"])
            else:
                problems += [f"{title}: {step['name']} uses {name}" for name in reaching(step["inputs"]["Script"])]
            handlers = [one.name for one in ast.parse(step["inputs"]["Script"]).body if isinstance(one, ast.FunctionDef)]
            if handlers.count(step["inputs"]["Handler"]) != 1 or len(handlers) != len(set(handlers)):
                problems.append(f"{title}: {step['name']} has not one handler, or functions of one name")
    # One calls once, one once for each item, one counts runs.
    if len(callers) > 3:
        problems.append("scripts of documents' own call AWS")
    json.dump({"calls": count, "problems": problems}, sys.stdout)


main()
