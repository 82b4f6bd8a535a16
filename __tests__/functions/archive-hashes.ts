import { lambdaArchives } from '../../src/functions/lambda-archive';

/** Prints what a process of its own makes of rules: `<folder> <rule>...` in, hashes by rule out. */
const [folder, ...rules] = process.argv.slice(2) as [string, ...string[]];
process.stdout.write(JSON.stringify([...lambdaArchives(folder, rules)].map(([rule, { hash }]) => [rule, hash])));
