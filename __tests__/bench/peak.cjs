// Loaded into each measured process: leaves the process's peak memory, in kilobytes, where the bench looks for it.
const { appendFileSync } = require('node:fs');

process.on('exit', () => appendFileSync(process.env.BENCH_PEAKS, `${process.resourceUsage().maxRSS}\n`));
