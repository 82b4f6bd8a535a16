import { lambdaArchives } from '../../src/functions/lambda-archive';
import { LambdaRule } from '../../src/rules/lambda-rule';

// What a synth that uses all Lambda rules spends on their archives. Prints seconds, and how many rules there are.
const rules = LambdaRule.readAll('lambdas').rules.map(({ name }) => name);
const started = process.hrtime.bigint();
lambdaArchives('lambdas', rules);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
process.stdout.write(JSON.stringify({ seconds, rules: rules.length }));
