// Has the rule in the current folder handle an event, as Lambda's runtime would: some times to get warm, then some times
// on the clock. Prints what that took. invoke.py does the same for a rule in Python.
const { join } = require('node:path');

const [event, context, warming, times] = process.argv.slice(2).map((text) => JSON.parse(text));

async function run() {
  const { handler } = require(join(process.cwd(), 'index.js'));
  for (let time = 0; time < warming; time++) await handler(event, context);
  const started = process.hrtime.bigint();
  for (let time = 0; time < times; time++) await handler(event, context);
  const timed = Number(process.hrtime.bigint() - started) / 1e9;
  const ended = Date.now() / 1000;
  const { user, system } = process.cpuUsage();
  process.stdout.write(JSON.stringify({ ended, processor: (user + system) / 1e6, timed }));
}

run();
