import {
  type Action,
  action,
  actionsOf,
  expand,
  knowsService,
  RCP_SERVICES,
  services,
  takesResource,
} from '../authorization/authorization';
import { nearest, show } from '../config/problem';

/** Where a person looks up what no word near tells. */
const REFERENCE = "see AWS's service authorization reference";

const isPattern = (text: string): boolean => /[*?]/.test(text);

/** Service and name as they are written; no service where there is no colon. */
const split = (text: string): readonly [string, string] => {
  const colon = text.indexOf(':');
  return colon < 0 ? ['', text] : [text.slice(0, colon), text.slice(colon + 1)];
};

export const serviceOf = (text: string): string => split(text)[0].toLowerCase();

/** What is wrong with one value of Action or NotAction, or nothing. */
export function actionProblem(text: string): string | undefined {
  if (text === '*') return undefined;
  const [service, name] = split(text);
  if (isPattern(service)) {
    return `${show(text)} has a wildcard in the service, which IAM refuses; write each service on its own`;
  }
  if (!knowsService(service)) {
    const what = service === '' ? `${show(text)} names no service` : `${show(text)} is of no service of AWS`;
    return `${what}; ${meant(otherService(service, name))}`;
  }
  if (isPattern(name)) {
    return expand(text).length > 0 ? undefined : `${show(text)} stands for no action; mend or drop it, ${REFERENCE}`;
  }
  if (action(text) !== undefined) return undefined;
  return `${show(text)} is no action of AWS; ${meant(nearAction(service, name) ?? otherService(service, name))}`;
}

const meant = (word: string | undefined): string => (word === undefined ? REFERENCE : `did you mean ${show(word)}?`);

function nearAction(service: string, name: string): string | undefined {
  const names = actionsOf(service).map((one) => split(one.name)[1]);
  const near = nearest(name, names);
  return near === undefined ? undefined : `${service.toLowerCase()}:${near}`;
}

/** The same action of another service: of the one spelt most alike, or of the only one that has it. */
function otherService(service: string, name: string): string | undefined {
  const owners = services().filter((one) => expand(`${one}:${name}`).length > 0);
  const owner = nearest(service, owners) ?? (owners.length === 1 ? owners[0] : undefined);
  if (owner !== undefined) return isPattern(name) ? `${owner}:${name}` : action(`${owner}:${name}`)!.name;
  const near = service === '' ? undefined : nearest(service, services());
  return near === undefined ? undefined : nearAction(near, name);
}

/** Source: Organizations user guide, "Resources and entities not restricted by RCPs". */
const BEYOND_RCPS: readonly string[] = ['kms:RetireGrant'];

/** Why a resource control policy cannot name the action, or nothing. */
export function outOfReach(text: string): string | undefined {
  if (text === '*') {
    return 'names the Action "*", which no resource control policy may; name the service, as in "s3:*"';
  }
  const service = serviceOf(text);
  if (!knowsService(service)) return undefined;
  const actions = expand(text);
  if (actions.length > 0 && actions.every(({ name }) => BEYOND_RCPS.includes(name))) {
    return `${show(text)} never applies: resource control policies do not reach it; deny it in policies/scp`;
  }
  if (RCP_SERVICES.includes(service)) return undefined;
  return `${show(text)} is of a service that resource control policies do not reach; deny it in policies/scp`;
}

/** Why an action without problems is never asked for on any of the resources, or nothing. */
export function neverApplies(text: string, resources: readonly string[]): string | undefined {
  if (text === '*') return undefined;
  const actions = expand(text);
  if (actions.some((one) => resources.some((resource) => takesResource(one, resource)))) return undefined;
  const taken = takenBy(actions);
  return taken.length === 0
    ? `${show(text)} never applies: it takes no resources; move it to a statement with "Resource": "*"`
    : `${show(text)} never applies: it takes ${taken.slice(0, 3).join(', ')}${taken.length > 3 ? ', ...' : ''}; add such a resource, or drop the action`;
}

const takenBy = (actions: readonly Action[]): readonly string[] => [
  ...new Set(actions.flatMap(({ resourceArns }) => resourceArns)),
];
