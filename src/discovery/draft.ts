import { AuditFile } from './audit-file';
import { type ControlTowerFound, controlTowerIn } from './control-tower';
import type { Found } from './discovery';
import { draftControlTower } from './draft-control-tower';
import { draftGuardrails } from './draft-guardrails';
import { draftRecorders } from './draft-recorders';
import { draftStorage } from './draft-storage';
import { draftTrail } from './draft-trail';
import { spoken } from './gap';
import { type Holders, holdersOf, type Reasoned } from './holders';
import { type LandingZone, landingZoneOf } from './landing-zone';
import { few, noNotes, type Notes } from './notes';

/** What a person knows and AWS does not. */
export interface Wishes {
  readonly name?: string;
  /** Of retention. */
  readonly years?: number;
  /** Addresses that alarms are mailed to. */
  readonly emails: readonly string[];
  readonly topicArns: readonly string[];
  /** The role in every account. */
  readonly roleName: string;
}

/** A draft under construction. */
export interface Drafting {
  readonly found: Found;
  readonly holders: Holders;
  readonly controlTower?: ControlTowerFound;
  /** Where there is Control Tower: what it owns. */
  readonly landingZone?: LandingZone;
  readonly wishes: Wishes;
  readonly file: AuditFile;
  readonly notes: Notes;
}

export interface Draft {
  /** The text of audit.yaml. */
  readonly text: string;
  readonly notes: Notes;
  /** Keys that are left to a person. */
  readonly blanks: readonly string[];
  readonly controlTower?: ControlTowerFound;
}

/** Trusted access and policy types that the platform stands on. Source: AWS Organizations user guide, service by service. */
const TRUSTED = ['cloudtrail.amazonaws.com', 'config.amazonaws.com', 'config-multiaccountsetup.amazonaws.com'];
const POLICY_TYPES = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

/** A first audit.yaml for an organization as it was found. The same organization gives the same text. */
export function draftOf(found: Found, wishes: Wishes): Draft {
  const controlTower = controlTowerIn(found);
  const holders = holdersOf(found);
  const drafting: Drafting = {
    found,
    holders,
    ...(controlTower && { controlTower, landingZone: landingZoneOf(found, holders, controlTower) }),
    wishes,
    file: new AuditFile(HEAD),
    notes: noNotes(),
  };
  const { file, notes } = drafting;
  draftName(drafting);
  draftOrganization(drafting);
  draftAccounts(drafting);
  draftRegions(drafting);
  draftStorage.settings(drafting);
  draftTrail.settings(drafting);
  draftRecorders.settings(drafting);
  draftGuardrails.settings(drafting);
  draftControlTower(drafting);
  draftAlarms(drafting);
  draftRole(drafting);
  draftDelegation(drafting);
  draftTrail.adopt(drafting);
  draftStorage.adopt(drafting);
  draftRecorders.adopt(drafting);
  draftGuardrails.adopt(drafting);
  sayGaps(drafting);
  return { text: file.toString(), notes, blanks: file.blanks, ...(controlTower && { controlTower }) };
}

/** At the end of the file, for no key stands for what nobody knows. */
function sayGaps({ file, found }: Drafting): void {
  if (found.gaps.length === 0) return;
  file.say(['gaps'], 'Unknown, for it could not be read; what is there and not listed above a plan does not show:');
  file.say(['gaps'], ...few(found.gaps.map(spoken), 50).map((gap) => `- ${gap}`));
}

const HEAD = [
  'yaml-language-server: $schema=./audit.schema.json',
  '',
  'Written by `org-audit discover` from what exists. Read it before you use it: each comment says what a value rests on. ' +
    'Every key is described in docs/configuration.md, what adopting means in docs/adoption.md.',
];

/** Sets a value that rests on something; one that rests on little is noted. */
export function settle({ file, notes }: Drafting, path: readonly string[], reasoned: Reasoned): void {
  const { value, because, isGuess } = reasoned;
  file.set(path, value, isGuess ? undefined : because);
  if (!isGuess) return;
  file.say(path, `CHECK: ${because}.`);
  notes.doubtful.push(`${path.join('.')} is ${value}: ${because}`);
}

function draftName({ file, wishes }: Drafting): void {
  if (wishes.name !== undefined) file.set(['name'], wishes.name);
  else file.leave(['name'], 'prefix of every new name; a later change replaces every resource');
}

function draftOrganization({ file, found, notes }: Drafting): void {
  const { id, rootId, managementAccount, trusted, policyTypes, hasAllFeatures } = found.organization;
  file.set(['organization', 'id'], id);
  file.set(['organization', 'rootId'], rootId);
  file.set(['organization', 'managementAccountId'], managementAccount);
  const missing = [
    ...TRUSTED.filter((service) => !trusted?.includes(service)).map((service) => `trusted access of ${service}`),
    ...POLICY_TYPES.filter((type) => !policyTypes.includes(type)),
  ];
  if (trusted === undefined) {
    file.set(['organization', 'trustedAccess'], 'assumed', 'CHECK: which services are trusted could not be read');
  } else if (missing.length === 0) {
    file.set(['organization', 'trustedAccess'], 'assumed', 'everything needed is enabled already');
  } else {
    file.set(['organization', 'trustedAccess'], 'managed');
    file.say(
      ['organization', 'trustedAccess'],
      `The organization is imported and gains what is missing: ${missing.join(', ')}. Nothing is ever disabled.`,
    );
  }
  if (!hasAllFeatures) {
    const why = 'the organization has consolidated billing only; enable all features before anything else';
    file.say(['organization'], `Not ready: ${why}.`);
    notes.left.push(why);
  }
}

function draftAccounts(drafting: Drafting): void {
  const { file, found, holders, notes } = drafting;
  const { audit, logArchive, archiveAccount } = holders;
  if (audit) settle(drafting, ['accounts', 'audit'], audit);
  else file.leave(['accounts', 'audit'], 'delegated administrator to be; a member account of its own');
  if (logArchive && logArchive.value !== audit?.value) settle(drafting, ['accounts', 'logArchive'], logArchive);
  if (archiveAccount) settle(drafting, ['accounts', 'archive'], archiveAccount);

  const held = [audit, logArchive, archiveAccount].map((one) => one?.value);
  const entered = new Set(found.accounts.map(({ account }) => account));
  const { accounts, managementAccount } = found.organization;
  const members = accounts.filter(({ id }) => entered.has(id) && id !== managementAccount && !held.includes(id));
  file.list(
    ['accounts', 'members'],
    members.map(({ id, name }) => ({ value: id, beside: name })),
  );
  const nameOf = (id: string) => accounts.find((one) => one.id === id)?.name ?? '';
  const closed = Object.entries(found.closed);
  file.say(
    ['accounts', 'members'],
    ...closed
      .filter(([id]) => id !== managementAccount && !held.includes(id))
      .map(
        ([id, why]) => `Not listed: "${id}" (${nameOf(id)}) could not be entered: ${why}. Terraform could not either.`,
      ),
    ...accounts
      .filter(({ state }) => state !== 'ACTIVE')
      .map(({ id, name, state }) => `Not listed: "${id}" (${name}) is ${state}.`),
    ...found.skipped
      .filter((id) => !held.includes(id))
      .map((id) => `Not listed: "${id}" (${nameOf(id)}) was not asked for.`),
  );
  // These are listed all the same: without them there is no file.
  const keys = { managementAccountId: managementAccount, audit: audit?.value, logArchive: logArchive?.value };
  for (const [key, id] of Object.entries(keys)) {
    const why = id === undefined ? undefined : (found.closed[id] ?? (found.skipped.includes(id) ? SKIPPED : undefined));
    if (why === undefined) continue;
    const what = `${id} could not be entered: ${why}; what is there is unknown`;
    file.say([key === 'managementAccountId' ? 'organization' : 'accounts', key], `CHECK: ${what}.`);
    notes.doubtful.push(what);
  }
}

const SKIPPED = 'it was not asked for';

function draftRegions(drafting: Drafting): void {
  const { file, holders, found } = drafting;
  const { home, governed, sparse, recording, archiveRegion } = holders;
  settle(drafting, ['regions', 'home'], home);
  file.set(['regions', 'governed'], governed);
  const recorded = found.accounts.some(({ places }) =>
    places.some(({ region, recorder }) => recorder && region === home.value),
  );
  if (!recorded) file.say(['regions', 'governed'], `Nobody records in ${home.value} yet; home is always governed.`);
  for (const [region, count] of Object.entries(sparse)) {
    file.say(
      ['regions', 'governed'],
      `Not governed: ${region}, where ${count} of ${recording} recording accounts have a recorder. Listed here, every account would be recorded there.`,
    );
  }
  if (archiveRegion) settle(drafting, ['regions', 'archive'], archiveRegion);
  else file.leave(['regions', 'archive'], 'where the locked copies are to lie; not the home region');
}

function draftAlarms({ file, wishes: { emails, topicArns } }: Drafting): void {
  if (emails.length > 0) {
    file.list(
      ['alarms', 'subscriptions'],
      emails.map((endpoint) => ({ value: { protocol: 'email', endpoint } })),
    );
  }
  if (topicArns.length > 0) file.set(['alarms', 'topicArns'], topicArns);
  if (emails.length + topicArns.length === 0) {
    file.leave(
      ['alarms', 'subscriptions'],
      'who is told of alarms, as in - { protocol: email, endpoint: you@example.com }',
      [],
    );
  }
}

function draftRole({ file, wishes: { roleName } }: Drafting): void {
  if (roleName !== 'OrganizationAccountAccessRole') file.set(['provider', 'roleName'], roleName);
}

function draftDelegation({ file, found, holders, controlTower, landingZone, notes }: Drafting): void {
  const { delegated } = found.organization;
  const audit = holders.audit?.value;
  // Since version 4 Control Tower registers whoever administers AWS Config.
  const isTheirs = (service: string) =>
    service === 'config.amazonaws.com' && controlTower?.version === 4 && landingZone?.recorders === 'control-tower';
  const ours = Object.keys(delegated).filter(
    (service) => audit !== undefined && delegated[service]?.includes(audit) && !isTheirs(service),
  );
  if (ours.length > 0) {
    file.set(['adopt', 'delegatedAdministrators'], ours);
    notes.adopted.push(`${audit} as delegated administrator of ${ours.join(', ')}`);
  }
  for (const [service, accounts] of Object.entries(delegated)) {
    if (accounts === undefined) {
      file.say(['adopt', 'delegatedAdministrators'], `Unknown: who administers ${service} could not be read.`);
    }
    const others = (accounts ?? []).filter((account) => account !== audit);
    if (others.length > 0) {
      file.say(
        ['adopt', 'delegatedAdministrators'],
        `Kept beside: ${others.join(', ')}, which administers ${service} too.`,
      );
    }
  }
}
