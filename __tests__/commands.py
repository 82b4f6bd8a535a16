"""Holds commands against the AWS CLI: services, operations and options. Calls nothing.

Reads a list of commands and writes those that it refuses, with what it says.
"""

import contextlib
import io
import json
import shlex
import sys

from awscli.clidriver import create_clidriver

DRIVER = create_clidriver()


def refusal(command):
    program, *words = shlex.split(command)
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        try:
            status = DRIVER.main([*words, "--generate-cli-skeleton", "input"])
        except SystemExit as end:
            status = end.code
    if program == "aws" and status == 0:
        return []
    return [command + ": " + (said.getvalue().strip() or "no command of the AWS CLI").splitlines()[-1]]


json.dump([line for command in json.load(sys.stdin) for line in refusal(command)], sys.stdout)
