/** Terraform suites share one machine's two cores with a provider of 700 MB: they run in a project of their own. */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

module.exports = {
  projects: [
    {
      displayName: 'unit',
      transform,
      testEnvironment: 'node',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/terraform/'],
    },
    {
      displayName: 'terraform',
      transform,
      testEnvironment: 'node',
      testMatch: ['<rootDir>/__tests__/terraform/**/*.test.ts'],
    },
  ],
};
