const { buildSync } = require('esbuild');
const Module = require('node:module');
const { dirname, resolve } = require('node:path');

/**
 * Runs a TypeScript program: bundled in memory, types unchecked (`npm run typecheck` does that), packages left where
 * they are. Returns what it exports. One pass over our own files is twice as fast as a loader that hooks into every file of every package.
 */
function run(entry) {
  const file = resolve(entry);
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    logLevel: 'error',
  });
  const program = new Module(file);
  program.filename = file;
  program.paths = Module._nodeModulePaths(dirname(file));
  program._compile(outputFiles[0].text, file);
  return program.exports;
}

module.exports = { run };

if (require.main === module) run(process.argv.splice(2, 1)[0]);
