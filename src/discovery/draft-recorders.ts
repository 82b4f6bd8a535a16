import { counted } from '../../lambdas/evidence/words';
import resourceTypes from '../config/resource-types.json';
import { isControlTowers } from '../config/control-tower';
import type { Drafting } from './draft';
import { accountOf, roleIn } from './draft-trail';
import { recordsIn } from './landing-zone';
import { few } from './notes';
import type { AggregatorFound, PlaceFound } from './recorders';

/** The platform leaves these out by itself wherever they would be recorded twice. */
const GLOBAL_IAM = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];

const PATH = ['adopt', 'recorders'];

const placesOf = ({ found }: Drafting): PlaceFound[] => found.accounts.flatMap(({ places }) => places);
/** By account, home first. */
function governedPlaces(drafting: Drafting): PlaceFound[] {
  const { governed } = drafting.holders;
  return drafting.found.accounts.flatMap(({ places }) =>
    governed.flatMap((region) => places.find((place) => place.region === region) ?? []),
  );
}

/** What most recorders do today, so that adopting them changes little. */
function settings(drafting: Drafting): void {
  const { file, found } = drafting;
  const places = governedPlaces(drafting).filter((place) => !isTheirs(place, drafting));
  const recorders = places.flatMap(({ recorder }) => recorder ?? []);
  const daily = recorders.filter(({ frequency }) => frequency === 'DAILY').length;
  if (daily > 0) {
    const all = `${daily} of ${counted(recorders.length, 'recorder')} record daily`;
    if (daily * 2 > recorders.length) file.set(['recorder', 'frequency'], 'DAILY', all);
    else file.say(PATH, `${all}; the plan makes them continuous. That costs more.`);
  }
  // What a single recorder records must not be lost: only what all of them leave out is left out.
  const excluded = recorders
    .map((one) => one.excluded)
    .reduce<readonly string[] | undefined>((all, one) => all?.filter((type) => one.includes(type)) ?? one, undefined);
  const types = (excluded ?? []).filter((type) => !GLOBAL_IAM.includes(type) && resourceTypes.includes(type));
  if (types.length > 0) file.set(['recorder', 'exclude'], types, 'every recorder leaves them out');
  const confined = recorders.filter(({ only }) => only !== undefined).length;
  if (confined > 0) {
    file.say(
      PATH,
      `${counted(confined, 'recorder')} of ${recorders.length} record listed types only; the plan makes them record all. That costs more.`,
    );
  }
  const custom = recorders.filter(({ roleArn }) => !roleArn.includes('/aws-service-role/')).length;
  if (custom > 0) {
    file.say(
      PATH,
      `${counted(custom, 'recorder')} of ${recorders.length} have roles of their own; the plan gives them AWSServiceRoleForConfig. The roles stay.`,
    );
  }
  const listed = found.accounts.filter(({ hasConfigRole }) => hasConfigRole).map(({ account }) => account);
  if (listed.length > 0) {
    file.set(['recorder', 'serviceLinkedRoleExistsIn'], listed);
    file.say(
      ['recorder', 'serviceLinkedRoleExistsIn'],
      `AWSServiceRoleForConfig exists in ${counted(listed.length, 'account')}; elsewhere it is created.`,
    );
  }
  const unknown = found.accounts.filter(({ hasConfigRole }) => hasConfigRole === undefined);
  if (unknown.length > 0) {
    const accounts = few(unknown.map(({ account }) => account)).join(', ');
    file.say(PATH, `Unknown: whether AWSServiceRoleForConfig exists in ${accounts}. Where it does, creating it fails.`);
  }
  topics(places, drafting);
  aggregatorRegions(drafting);
}

/** The topic that channels tell, where it is one that audit.yaml can name. */
function topics(places: readonly PlaceFound[], { file, holders }: Drafting): void {
  const topicArns = places.flatMap(({ channel }) => channel?.topicArn ?? []);
  const names = [...new Set(topicArns.map((arn) => arn.split(':').at(-1)!))].sort();
  const accounts = [...new Set(topicArns.map(accountOf))];
  if (names.length === 0) return;
  if (names.length === 1 && accounts.length === 1 && accounts[0] === holders.audit?.value) {
    file.set(['recorder', 'snsTopicName'], names[0]!, 'which delivery channels tell already');
  } else {
    file.say(
      PATH,
      `Delivery channels tell ${few(names).join(', ')} of ${few(accounts).join(', ')}; the plan ends that, for audit.yaml names one topic of the audit account.`,
    );
  }
}

function adopt(drafting: Drafting): void {
  const { file, notes } = drafting;
  const entries = governedPlaces(drafting).flatMap((place) => {
    const entry = entryOf(place, drafting);
    return entry ? [{ value: entry }] : [];
  });
  if (entries.length > 0) {
    file.list(PATH, entries);
    const recorders = entries.filter(({ value }) => value.recorder !== undefined).length;
    notes.adopted.push(counted(recorders, 'recorder'));
  }
  sayLeft(drafting);
  adoptAggregator(drafting);
}

/** Whether a place is, or is to be, Control Tower's. */
const isTheirs = (place: PlaceFound, { landingZone, found }: Drafting): boolean =>
  [place.recorder, place.channel].some((one) => one !== undefined && isControlTowers(one.name)) ||
  (landingZone !== undefined && recordsIn(landingZone, place, found.organization.managementAccount));

function entryOf(place: PlaceFound, drafting: Drafting) {
  const { account, region, recorder, channel, hasRetention } = place;
  const [own, to] = [recorder?.name, channel?.name];
  if (isTheirs(place, drafting) || (own === undefined && to === undefined && !hasRetention)) return undefined;
  return {
    account,
    region,
    ...(own !== undefined && { recorder: own }),
    ...(to !== undefined && { channel: to }),
    ...(hasRetention && { retention: true }),
  };
}

function sayLeft(drafting: Drafting): void {
  const { file, holders, notes } = drafting;
  const at = (places: readonly PlaceFound[]) =>
    few(
      places.map(({ account, region }) => `${account} ${region}`),
      20,
    ).join('; ');
  const all = placesOf(drafting);
  const governed = governedPlaces(drafting);
  const say = (places: readonly PlaceFound[], what: (count: number) => string, isNote = true) => {
    if (places.length === 0) return;
    file.say(PATH, `${what(places.length)}: ${at(places)}.`);
    if (isNote) notes.left.push(what(places.length));
  };
  say(
    all.filter(({ region, recorder }) => recorder && !holders.governed.includes(region)),
    (count) => `${counted(count, 'recorder')} left in regions that are not governed`,
  );
  say(
    governed.filter(({ recorder }) => recorder && isControlTowers(recorder.name)),
    (count) => `${counted(count, 'recorder')} of AWS Control Tower`,
  );
  say(
    governed.filter((place) => place.recorder && !isControlTowers(place.recorder.name) && isTheirs(place, drafting)),
    (count) => `${counted(count, 'recorder')} where AWS Control Tower records elsewhere, and not its own`,
  );
  say(
    governed.filter(({ recorder }) => recorder?.isRecording === false),
    (count) => `${counted(count, 'recorder')} stopped today; the plan starts ${count === 1 ? 'it' : 'them'}`,
    false,
  );
  say(
    governed.filter(({ recorder }) => recorder && recorder.name !== 'default' && !isControlTowers(recorder.name)),
    (count) => `${counted(count, 'recorder')} with names of their own, which are kept, for no recorder can be renamed`,
    false,
  );
  say(
    governed.filter(({ serviceRecorders }) => serviceRecorders.length > 0),
    (count) => `${counted(count, 'place')} with recorders that belong to services, which stay beside`,
    false,
  );
  const unread = governed.filter(({ isKnown }) => !isKnown);
  say(
    unread,
    (count) => `Unknown in ${counted(count, 'place')}: what is there makes an apply fail until it is listed`,
    false,
  );
  if (unread.length > 0) notes.doubtful.push(`AWS Config could not be read in ${counted(unread.length, 'place')}`);
  const rules = all.reduce((sum, place) => sum + (place.rules ?? 0), 0);
  const packs = all.reduce((sum, place) => sum + (place.packs ?? 0), 0);
  if (rules + packs > 0) {
    const what = `${counted(rules, 'rule')} and ${counted(packs, 'conformance pack')} of AWS Config`;
    file.say(PATH, `${what} are there already; they stay beside those of this file, and each evaluation costs money.`);
    notes.left.push(what);
  }
}

/** The aggregator of the organization in the audit account at home; the widest, when there are several. */
function candidates(drafting: Drafting): (AggregatorFound & { account: string; region: string })[] {
  const width = ({ regions }: AggregatorFound) => (regions === 'all' ? Infinity : regions.length);
  return placesOf(drafting)
    .flatMap(({ account, region, aggregators }) => aggregators.map((one) => ({ ...one, account, region })))
    .sort((a, b) => width(b) - width(a) || (a.name < b.name ? -1 : 1));
}

/** The one that can be taken over, if there is any. */
export function chosenAggregator(drafting: Drafting) {
  const { audit, home } = drafting.holders;
  return candidates(drafting).find(
    ({ account, region, isOfOrganization, ownedBy, name }) =>
      account === audit?.value && region === home.value && isOfOrganization && !ownedBy && !isControlTowers(name),
  );
}

function aggregatorRegions(drafting: Drafting): void {
  const chosen = chosenAggregator(drafting);
  if (chosen && chosen.regions !== 'all') drafting.file.set(['aggregator', 'regions'], chosen.regions, 'as it is');
}

function adoptAggregator(drafting: Drafting): void {
  const { file, notes } = drafting;
  const chosen = chosenAggregator(drafting);
  if (chosen) {
    const role = chosen.roleArn && !chosen.roleArn.includes('/aws-service-role/') ? roleIn(chosen.roleArn) : undefined;
    file.set(['adopt', 'aggregator'], { name: chosen.name, ...(role !== undefined && { role }) });
    notes.adopted.push(`the aggregator ${chosen.name}`);
  }
  const others = candidates(drafting).filter(
    (one) => !(chosen && one.name === chosen.name && one.account === chosen.account && one.region === chosen.region),
  );
  if (others.length === 0) return;
  const named = others.map(
    ({ name, account, region, ownedBy }) => `${name} in ${account} ${region}${ownedBy ? ` of ${ownedBy}` : ''}`,
  );
  file.say(
    ['adopt', 'aggregator'],
    `Left as they are, for only an organization aggregator of the audit account at home can be adopted: ${few(named, 20).join('; ')}.`,
  );
  notes.left.push(`${counted(others.length, 'aggregator')} of others`);
}

export const draftRecorders = { settings, adopt };
