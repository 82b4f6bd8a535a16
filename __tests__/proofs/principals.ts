import { Account, type Context, type Principal } from '../../src/proofs/principals';
import type { PolicyDocument } from '../../src/policy/document';

export { ANYBODY, service, type Principal } from '../../src/proofs/principals';

export const ORGANIZATION = 'o-a1b2c3d4e5';
export const MANAGEMENT = '111111111111';
export const AUDIT = '222222222222';
export const LOG_ARCHIVE = '333333333333';
export const MEMBER = '444444444444';
export const ARCHIVE = '555555555555';

export const FOREIGN_ORGANIZATION = 'o-zzzzzzzzzz';
/** An account of it. */
export const FOREIGN = '999999999999';

const account = (id: string): Account => new Account(id, id === FOREIGN ? FOREIGN_ORGANIZATION : ORGANIZATION, 'aws');

export const role = (id: string, path: string, policies?: readonly PolicyDocument[]): Principal =>
  account(id).role(path, policies);
export const user = (id: string, name: string): Principal => account(id).user(name);
export const rootUser = (id: string): Principal => account(id).rootUser;
export const administrator = (id: string): Principal => account(id).administrator;

/** What services say of the account that they act for: where they name it, they name its organization too. */
export const actingFor = (id: string): Context => ({
  'aws:SourceAccount': id,
  'aws:SourceOrgID': id === FOREIGN ? FOREIGN_ORGANIZATION : ORGANIZATION,
});
