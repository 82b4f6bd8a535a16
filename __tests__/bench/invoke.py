"""Does for a rule of rules.py what invoke.cjs does for a bundle."""

import json
import sys
import time

import rules

rule, event, context, warming, times = sys.argv[1], *map(json.loads, sys.argv[2:])
handler = rules.HANDLERS[rule]
for _ in range(warming):
    handler(event, context)
started = time.perf_counter()
for _ in range(times):
    handler(event, context)
timed = time.perf_counter() - started
print(json.dumps({"ended": time.time(), "processor": time.process_time(), "timed": timed}))
