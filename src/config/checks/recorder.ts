import { show } from '../problem';
import { type Check, problem } from './check';

/**
 * AWS Config refuses these in DAILY. Source: PutConfigurationRecorder, RecordingMode; the third that it names,
 * AWS::Config::ConfigurationRecorder, is none of the types its API takes.
 */
export const NEVER_DAILY = ['AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance'];

const exceptionsHaveAnEffect: Check = ({ recorder }) => {
  const [useful, useless] =
    recorder.frequency === 'CONTINUOUS'
      ? (['dailyTypes', 'continuousTypes'] as const)
      : (['continuousTypes', 'dailyTypes'] as const);
  const contradicting = recorder[useful].flatMap((type, at) =>
    recorder.exclude.includes(type)
      ? problem(
          ['recorder', useful, at],
          `${show(type)} is excluded as well`,
          'remove it here or from recorder.exclude',
        )
      : [],
  );
  if (recorder[useless].length === 0) return contradicting;
  return [
    problem(
      ['recorder', useless],
      `has no effect when the frequency is ${recorder.frequency}`,
      `use ${useful}, or change recorder.frequency`,
    ),
    ...contradicting,
  ];
};

const dailyTypesCanBeDaily: Check = ({ recorder }) =>
  recorder.dailyTypes.flatMap((type, at) =>
    NEVER_DAILY.includes(type)
      ? problem(['recorder', 'dailyTypes', at], `${show(type)} cannot be recorded daily`, 'remove it')
      : [],
  );

export const RECORDER_CHECKS: readonly Check[] = [exceptionsHaveAnEffect, dailyTypesCanBeDaily];
