// Loaded into each measured process: leaves the process's peak memory, in kilobytes, where whoever measures looks.
const { appendFileSync, existsSync, readFileSync } = require('node:fs');

const STATUS = '/proc/self/status';

/** Linux counts into a process's maxRSS what the process that started it held when it did; VmHWM begins at the exec. */
const peak = () =>
  existsSync(STATUS)
    ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'))[1]
    : String(process.resourceUsage().maxRSS);

process.on('exit', () => appendFileSync(process.env.PEAK_FILE, `${peak()}\n`));
