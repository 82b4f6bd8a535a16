import { counted } from '../../lambdas/evidence/words';
import { EXECUTION_ROLE } from '../config/control-tower';
import type { Drafting } from './draft';
import { chosenAggregator } from './draft-recorders';

/** Its recorders, with which AWS's managed rules report. */
const RECORDER_ROLE = 'aws-controltower-ConfigRecorderRole';

/** Says what Control Tower owns, so that it is left to it. */
export function draftControlTower(drafting: Drafting): void {
  const { file, found, controlTower, landingZone, notes } = drafting;
  if (controlTower === undefined || landingZone === undefined) return;
  const path = ['controlTower'];
  const { version, evidence } = controlTower;
  const { trail, trailLogGroup, trailBucket, recorders, regions, notEnrolled } = landingZone;
  if (version !== undefined) file.set([...path, 'version'], version);
  else file.leave([...path, 'version'], '3 or 4; aws controltower get-landing-zone tells');
  file.say(path, `AWS Control Tower was recognized by ${evidence.join('; ')}.`);
  if (trail === 'control-tower') {
    file.set([...path, 'trail'], trail);
    file.say(
      [...path, 'trail'],
      'CHECK: its trail alone. Write own for a locked and verified trail beside it, whose copy of management events is paid for.',
    );
    notes.doubtful.push(
      "controlTower.trail is control-tower: own makes a locked and verified trail beside Control Tower's",
    );
    if (trailLogGroup !== undefined) file.set([...path, 'trailLogGroup'], trailLogGroup);
    file.set([...path, 'trailBucket'], trailBucket);
  }
  if (recorders === 'own') {
    file.set([...path, 'recorders'], 'own', 'it has no recorder in any account that was read');
  } else {
    const { governed } = drafting.holders;
    if (regions.length > 0 && regions.length < governed.length) file.set([...path, 'regions'], regions);
    if (notEnrolled.length > 0) {
      file.set([...path, 'notEnrolled'], notEnrolled);
      file.say([...path, 'notEnrolled'], `${counted(notEnrolled.length, 'account')} without a recorder of its.`);
    }
    if (chosenAggregator(drafting)) file.set([...path, 'aggregator'], 'own', "there is one beside Control Tower's");
    file.set(['guardrails', 'evaluatorRoles'], [RECORDER_ROLE], 'its recorders report with it');
  }
  if (drafting.wishes.roleName !== EXECUTION_ROLE) {
    file.set(['guardrails', 'exemptRoles'], [EXECUTION_ROLE], 'it works with this role');
  }
  const version_ = version === undefined ? '' : ` (landing zone ${version})`;
  const owned = [
    ...(found.trails.some(({ isOrganization, name }) => isOrganization && name.startsWith('aws-controltower-'))
      ? ['its trail']
      : []),
    ...(recorders === 'own' ? [] : ['its recorders', 'aggregators']),
    'buckets',
  ];
  notes.left.push(`AWS Control Tower${version_} keeps ${owned.join(', ')}`);
}
