import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDesired as readPolicies } from '../../lambdas/heal-guardrails/desired';
import { readDesired as readTrail } from '../../lambdas/heal-trail/desired';
import { action, takesResource } from '../../src/authorization/authorization';
import type { Organization } from '../../src/config/organization';
import { GuardrailPlan } from '../../src/guardrails/guardrail-plan';
import { keyStandIns } from '../../src/guardrails/placeholders';
import type { HealerSpec } from '../../src/response/healer-spec';
import { guardrailHealer, type StandIn } from '../../src/response/healers/guardrails';
import { trailHealer } from '../../src/response/healers/trail';
import { eventSelectors } from '../../src/trail/event-selectors';
import { EXAMPLES, organization } from '../organizations';

const LAMBDAS = join(__dirname, '../../lambdas');
const ORGANIZATIONS = Object.entries(EXAMPLES);

const trailOf = (declared: Organization): HealerSpec =>
  trailHealer(declared, {
    selectors: eventSelectors(
      declared.config.trail.dataEvents,
      (bucket) => declared.bucketArn(bucket),
      declared.evidenceBucketArns,
    ),
    insights: declared.config.trail.insights,
    evidenceKeyArn: '${evidence.arn}',
  });

const policiesOf = (declared: Organization) => new GuardrailPlan(declared, 'policies').policies;

function guardrailsOf(declared: Organization): HealerSpec {
  const { evidence, archive } = keyStandIns(declared);
  return guardrailHealer(declared, {
    policies: policiesOf(declared).map(({ id, type, text, targets }) => ({ name: id, type, content: text, targets })),
    evidenceKey: { standIn: evidence, reference: '${evidence.arn}' },
    archiveKey: { standIn: archive, reference: '${archive.arn}' },
  });
}

const SPECS = { trail: trailOf, guardrails: guardrailsOf };

/** What AWS demands of whoever makes a call, beside the call's own action. */
const DEMANDED: Readonly<Record<string, readonly string[]>> = {
  'cloudtrail:UpdateTrail': [
    'iam:PassRole',
    'iam:GetRole',
    'organizations:DescribeOrganization',
    'organizations:ListAWSServiceAccessForOrganization',
    'organizations:ListAccounts',
  ],
};

/** The actions that a function's code calls: each client's commands and paginators that it imports. */
function called(name: string): string[] {
  const folder = join(LAMBDAS, `heal-${name}`);
  const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const calls = sources.flatMap((source) =>
    [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)].flatMap(([, names, service]) =>
      [...names!.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b(?!Output)/g)].map(
        ([, command, paginated]) => `${service}:${command ?? paginated}`,
      ),
    ),
  );
  return [...new Set(calls.flatMap((call) => [call, ...(DEMANDED[call] ?? [])]))].sort();
}

describe.each(Object.entries(SPECS))('the healer of %s', (name, specOf) => {
  test('may do exactly what its code calls', () => {
    const { permissions } = specOf(organization());
    expect([...new Set(permissions.flatMap(({ actions }) => actions))].sort()).toEqual(called(name));
    expect(called(name).length).toBeGreaterThan(5);
  });

  test.each(ORGANIZATIONS)('is granted actions that exist, on resources that they take: %s', (_example, settings) => {
    const { permissions } = specOf(organization(settings));
    expect(new Set(permissions.map(({ sid }) => sid)).size).toBe(permissions.length);
    for (const { actions, resources, effect } of permissions) {
      expect(effect).toBe('Allow');
      for (const each of actions) {
        const known = action(each)!;
        expect(known.name).toBe(each);
        // Everything only where the action knows nothing narrower.
        if (resources.includes('*')) expect(known.resourceArns).toEqual([]);
        else expect(resources.filter((resource) => !takesResource(known, resource))).toEqual([]);
      }
    }
  });

  test.each(ORGANIZATIONS)('refers to nothing that it is not given, and is given nothing else: %s', (_example, settings) => {
    const { desired, references, name: own } = specOf(organization(settings));
    const named = [...JSON.stringify(desired).matchAll(/\$\{([A-Za-z]\w*)\}/g)].map(([, reference]) => reference);
    expect([...new Set(named)].sort()).toEqual(Object.keys(references).sort());
    expect(own).toBe(name);
  }); // prettier-ignore

  test('wakes for calls that exist', () => {
    for (const { source, eventSource, names } of specOf(organization()).events) {
      const service = source.replace('aws.', '');
      expect(eventSource).toBe(`${service}.amazonaws.com`);
      for (const each of names) expect(action(`${service}:${each}`)?.access).toMatch(/Write|Permissions management/);
    }
  });
});

describe('what the trail should be', () => {
  test.each(ORGANIZATIONS)('is understood by the function: %s', (_example, settings) => {
    const declared = organization(settings);
    const { desired } = trailOf(declared);
    const { trail, settings: wanted, selectors, insights } = readTrail(desired);
    const isDelegated = declared.trailAccount !== declared.managementAccount;
    expect(trail).toBe(isDelegated ? declared.trailArn : declared.names.trail);
    expect(wanted).toMatchObject({ isMultiRegion: true, isOrganization: true, logFileValidation: true });
    expect(wanted.cloudWatchLogsLogGroupArn).toMatch(/:log-group:.*[^*]:\*$/);
    expect(wanted.snsTopicArn).toBe(declared.config.trail.notifications ? declared.trailTopicArn : '');
    expect(selectors[0]).toEqual({
      Name: 'Management events',
      FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
    });
    expect(insights).toEqual(declared.config.trail.insights);
  });

  test('has every operator in CloudTrail’s own words', () => {
    const declared = organization({ trail: { dataEvents: { s3Buckets: ['logs'], calls: 'write' } } });
    expect(readTrail(trailOf(declared).desired).selectors[1]).toEqual({
      Name: 'Objects of named buckets',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        {
          Field: 'resources.ARN',
          NotStartsWith: declared.evidenceBucketArns.map((arn) => `${arn}/`),
          StartsWith: [`${declared.bucketArn('logs')}/`],
        },
        { Field: 'readOnly', Equals: ['false'] },
      ],
    });
    const unknown = [{ fieldSelector: [{ field: 'x', like: ['y'] }] }];
    expect(() => trailHealer(declared, { selectors: unknown, insights: [], evidenceKeyArn: 'k' })).toThrow('like');
  });
});

describe('what the guardrails should be', () => {
  test.each(ORGANIZATIONS)('is understood by the function: %s', (_example, settings) => {
    const declared = organization(settings);
    const { desired, references } = guardrailsOf(declared);
    const { evidence, archive } = keyStandIns(declared);
    const planned = policiesOf(declared);
    const values: Record<string, string> = { EvidenceKeyArn: evidence, ArchiveKeyArn: archive };
    const read = readPolicies(desired);
    expect(read.map(({ tag }) => tag)).toEqual(planned.map(({ id }) => ({ key: 'org-audit-policy', value: id })));
    expect(read.map(({ name, type, targets }) => [name, type, targets])).toEqual(
      planned.map(({ id, type, targets }) => [id, type, targets]),
    );
    // With the references in place again, every text is the planned one: nothing else was replaced.
    expect(read.map(({ content }) => content.replace(/\$\{(\w+)\}/g, (_all, name: string) => values[name]!))).toEqual(
      planned.map(({ text }) => text),
    );
    expect(JSON.stringify(desired)).not.toContain('00000000-0000');
    expect(references['EvidenceKeyArn']).toBe('${evidence.arn}');
  });

  test('may attach to each of the kinds of targets', () => {
    const declared = organization();
    const spec = guardrailHealer(declared, {
      policies: [{ name: 'x', type: 'SERVICE_CONTROL_POLICY', content: '{}', targets: ['r-a1b2', 'ou-a1b2-c3d4', '333333333333'] }],
      evidenceKey: { standIn: 'k', reference: 'k' },
      archiveKey: { standIn: 'a', reference: 'a' },
    });
    expect(spec.references).toEqual({});
    const of = (resource: string) => `arn:aws:organizations::111111111111:${resource}`;
    expect(spec.permissions.find(({ sid }) => sid === 'AttachToTargets')?.resources).toEqual([
      of('root/o-a1b2c3d4e5/r-a1b2'),
      of('ou/o-a1b2c3d4e5/ou-a1b2-c3d4'),
      of('account/o-a1b2c3d4e5/333333333333'),
    ]);
  }); // prettier-ignore

  test('may change policies of the organization, of the types that ours have, and nothing else of theirs', () => {
    const declared = organization();
    const { permissions } = guardrailsOf(declared);
    const changing = permissions.filter(({ resources }) => resources.some((resource) => resource.includes(':policy/')));
    expect(changing.map(({ sid, actions, condition }) => [sid, actions, condition])).toEqual([
      ['ReadPolicies', ['DescribePolicy', 'ListTagsForResource', 'ListTargetsForPolicy'].map((call) => `organizations:${call}`), undefined],
      ['MendPolicies', ['organizations:AttachPolicy', 'organizations:UpdatePolicy'], undefined],
    ]);
    const nowhere = { name: 'x', type: 'SERVICE_CONTROL_POLICY', content: '{}', targets: [] };
    const [evidenceKey, archiveKey] = ['k', 'a'].map((key) => ({ standIn: key, reference: key })) as [StandIn, StandIn];
    const spec = guardrailHealer(declared, { policies: [nowhere], evidenceKey, archiveKey });
    expect(spec.permissions.filter(({ resources }) => resources.length === 0)).toEqual([]);
  }); // prettier-ignore
});
