import { ResourceType } from '@aws-sdk/client-config-service';
import resourceTypes from '../../src/config/resource-types.json';

test('the types that can be named are those of the pinned AWS SDK, sorted', () => {
  expect(resourceTypes).toEqual(Object.values(ResourceType).sort());
});

test('the globally recorded types are among them', () => {
  expect(resourceTypes).toEqual(
    expect.arrayContaining(['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User']),
  );
});
