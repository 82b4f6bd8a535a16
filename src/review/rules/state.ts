import { UNMANAGED } from './examine';
import type { Family } from './watch';

/** What becomes of resources in the state, whatever they are. */
export const state: Family = {
  name: 'state',
  rules: {
    [UNMANAGED]: {
      title: 'evidence leaves Terraform’s sight',
      severity: 'medium',
      why: 'It stays as it is, but nothing restores it, and no plan or review tells of changes to it any more.',
    },
  },
  ends: [],
  watches: [],
};
