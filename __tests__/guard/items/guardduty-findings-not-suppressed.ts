import { type Cases, item } from '../configuration-item';

const filter = (Action: string) =>
  item('AWS::GuardDuty::Filter', {
    configuration: {
      Id: 'quiet',
      Name: 'quiet',
      Description: 'Port scans of our own scanner',
      DetectorId: '12abc34d567e8fa901bc2d34e56789f0',
      Rank: 1,
      Action,
      FindingCriteria: { Criterion: { type: { Eq: ['Recon:EC2/Portscan'] } } },
    },
  });

export const cases: Cases = {
  passing: { 'that only groups findings': filter('NOOP') },
  failing: { 'that archives findings': [filter('ARCHIVE'), 'The filter archives the findings'] },
  skipping: { 'a detector': item('AWS::GuardDuty::Detector', { configuration: { Enable: true } }) },
};
