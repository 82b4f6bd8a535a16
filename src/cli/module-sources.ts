import { join } from 'node:path';
import type { Sources } from '../modules/module';

/** Seen from the root of the repository, where `npm run` starts. */
export const SOURCES: Sources = {
  lambdas: 'lambdas',
  policies: 'policies',
  packs: 'conformance-packs',
  examples: join('src', 'modules', 'examples'),
  queries: join('src', 'forensics', 'queries'),
};
