const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

module.exports = {
  // The Terraform suites mostly wait: for the provider, which polls, and for moto.
  maxWorkers: 4,
  testSequencer: '<rootDir>/__tests__/terraform/first.cjs',
  projects: [
    {
      displayName: 'unit',
      transform,
      testEnvironment: 'node',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/__tests__/terraform/',
        '<rootDir>/__tests__/lambdas/artifacts/',
      ],
    },
    {
      displayName: 'artifacts',
      transform,
      testEnvironment: 'node',
      testMatch: ['<rootDir>/__tests__/lambdas/artifacts/**/*.test.ts'],
    },
    {
      displayName: 'terraform',
      transform,
      testEnvironment: 'node',
      testMatch: ['<rootDir>/__tests__/terraform/**/*.test.ts'],
    },
  ],
};
