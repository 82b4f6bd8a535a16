#!/usr/bin/env node
const { join } = require('node:path');
const { run } = require('./run.cjs');

run(join(__dirname, '..', '..', 'main.ts')).program.parse();
