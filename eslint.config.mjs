import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const focused = ['describe', 'test', 'it'].flatMap((name) => [
  {
    selector: `MemberExpression[object.name='${name}'][property.name='only']`,
    message: 'a focused test hides the others',
  },
]);

export default tseslint.config(
  { ignores: ['node_modules/', 'cdktf.out/', 'coverage/', 'dist/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        {
          name: '@cdktf/provider-aws',
          message: "import '@cdktf/provider-aws/lib/<resource>'; the root takes seconds to load",
        },
      ],
    },
  },
  {
    files: ['main.ts', 'src/**/*.ts', 'lambdas/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Literal[value=/arn:aws:/], TemplateElement[value.raw=/arn:aws:/]',
          message: 'take the partition from the configuration',
        },
      ],
    },
  },
  { files: ['__tests__/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...focused] } },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    languageOptions: {
      globals: { module: 'writable', require: 'readonly', process: 'readonly', __dirname: 'readonly' },
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
