import { handlerFor } from '../shared/config-rule';
import { hasMfaDevice, ruleOfUsers } from '../shared/iam-users';
import { evaluate } from './evaluate';

export const handler = handlerFor(ruleOfUsers(hasMfaDevice, evaluate));
