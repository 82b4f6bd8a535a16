import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { atlantisReview, type Ran } from './workflows';
import { calls, runner } from './workflows-rig';

jest.setTimeout(60_000);

describe('Atlantis', () => {
  const review = (REVIEW: string): Ran => {
    runner.program('git', 'echo "$STATE"');
    runner.write('plans/evidence.tfplan', 'plan');
    runner.write('plans/evidence.json', '{}');
    return runner.run(atlantisReview(), {
      PROJECT_NAME: 'evidence',
      PLANFILE: join(runner.folder, 'plans/evidence.tfplan'),
      SHOWFILE: join(runner.folder, 'plans/evidence.json'),
      REVIEW,
    });
  };
  const hasPlan = (): boolean => existsSync(join(runner.folder, 'plans/evidence.tfplan'));

  test('may apply what a review lets pass', () => {
    expect(review('0').code).toBe(0);
    expect(calls()).toEqual([`review evidence=${runner.folder}/plans/evidence.json`]);
    expect(hasPlan()).toBe(true);
  });

  test.each(['1', '2', 'crash'])('finds nothing to apply after a review that ends with %s', (code) => {
    expect(review(code).code).not.toBe(0);
    expect(hasPlan()).toBe(false);
  });
});
