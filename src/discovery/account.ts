import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Access } from './aws';
import { CONFIG_ROLE } from './calls';
import { type Gaps, isAbsence } from './gap';
import { type PlaceFound, readPlace } from './recorders';
import { readTrails, type TrailFound } from './trails';

/** One account, as far as it could be read. */
export interface AccountReading {
  readonly account: string;
  readonly trails: readonly TrailFound[];
  /** One for each region that was looked at. */
  readonly places: readonly PlaceFound[];
  /** Whether AWSServiceRoleForConfig exists; absent when that could not be read. */
  readonly hasConfigRole?: boolean;
}

/** @param isCaller - whether it is the account signed in to, which may ask about trails of the organization */
export async function readAccount(
  access: Access,
  { regions, isCaller }: { regions: readonly string[]; isCaller: boolean },
  gaps: Gaps,
): Promise<AccountReading> {
  const { account } = access;
  const [trails, hasConfigRole, places] = await Promise.all([
    readTrails(access, { regions, alsoOthers: isCaller }, gaps),
    gaps.attempt({ account }, `whether ${CONFIG_ROLE} exists`, () => configRoleExists(access)),
    Promise.all(regions.map((region) => readPlace(access, region, gaps))),
  ]);
  return { account, trails, places, ...(hasConfigRole !== undefined && { hasConfigRole }) };
}

async function configRoleExists(access: Access): Promise<boolean> {
  try {
    await access.client(IAMClient).send(new GetRoleCommand({ RoleName: CONFIG_ROLE }));
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}
