import { EXAMPLES, organization } from '../organizations';
import { Platform } from '../synthesized';

// A changed address destroys and recreates the resource in users' state: the one snapshot worth keeping.
test.each(Object.entries(EXAMPLES))('the addresses of %s stay', (_name, settings) => {
  const { stacks } = new Platform(organization(settings));
  expect(Object.fromEntries(stacks.map(({ name, addresses }) => [name, addresses]))).toMatchSnapshot();
});
