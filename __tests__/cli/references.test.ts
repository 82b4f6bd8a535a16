import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { App, TerraformStack, Tokenization } from 'cdktf';
import { References } from '../../src/cli/references';

const roleOf = (name: string) =>
  new IamRole(new TerraformStack(new App({ stackTraces: false }), name), 'role', { name, assumeRolePolicy: '{}' });

describe('what cdktf remembers of references', () => {
  test('is forgotten since it was last kept, and only since', () => {
    const references = new References();
    const first = roleOf('first').arn;
    references.keep();
    const second = roleOf('second').arn;
    references.forget();
    expect(Tokenization.reverseString(first).tokens).toHaveLength(1);
    expect(() => Tokenization.reverseString(second)).toThrow('Unrecognized Token Key');
  });

  test('of lists and numbers as well', () => {
    const references = new References();
    const role = roleOf('third');
    const list = role.managedPolicyArns;
    const number = role.maxSessionDuration;
    references.forget();
    expect(() => Tokenization.reverseList(list)).toThrow('Unrecognized Token Key');
    expect(() => Tokenization.reverseNumber(number)).toThrow('unknown number Token');
  });

  test('never gets a name twice', () => {
    const references = new References();
    const before = roleOf('before').arn;
    references.forget();
    expect(roleOf('after').arn.match(/TOKEN\.\d+/)).not.toEqual(before.match(/TOKEN\.\d+/));
  });
});
