import { EXAMPLES } from '../organizations';
import { StacksOnDisk } from './stacks-on-disk';
import { describeWith, succeed } from './terraform';

jest.setTimeout(300_000);

/** Each shapes the Terraform in its own way; the others differ in values only. */
const SHAPES = [
  'many regions, provider 5',
  'separate accounts, provider 5',
  'delegated administrator, custom role',
  'GovCloud',
  'China',
  'Control Tower 3',
  'Control Tower 4, with its trail',
];

describeWith(['terraform'], 'terraform validate with the real provider', () => {
  describe.each(SHAPES)('%s', (name) => {
    const written = new StacksOnDisk(EXAMPLES[name]!);
    afterAll(() => written.remove());

    test.each(written.kinds)('$stack is valid', async ({ folder }) => {
      await succeed(folder, 'init', '-backend=false', '-input=false', '-no-color');
      expect(JSON.parse(await succeed(folder, 'validate', '-json'))).toMatchObject({
        valid: true,
        error_count: 0,
        warning_count: 0,
      });
    });
  });
});
