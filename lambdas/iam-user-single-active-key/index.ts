import { handlerFor } from '../shared/config-rule';
import { ruleOfUsers } from '../shared/iam-users';
import { evaluate } from './evaluate';
import { read } from './read';

export const handler = handlerFor(ruleOfUsers(read, evaluate));
