import { Callers } from './callers';
import { type Answer, bodyOf, type Double, json, targetOf } from './doubles';

/**
 * Test doubles for the AWS Config calls that moto 5.2 lacks: Guard rules, conformance packs, organization rules and
 * packs, remediations. Each keeps what it was given, by account and region, refuses what AWS would, and gives it back as AWS does.
 */

interface Kept {
  readonly [key: string]: unknown;
}

const refuse = (type: string, message: string): Answer => json({ __type: type, message }, 400);

/** One kind of thing that is put, described and deleted. */
interface Kind {
  readonly what: string;
  readonly name: string;
  /** Says what AWS would find wrong. */
  readonly wrong?: (body: Kept) => string | undefined;
  readonly describe: { readonly names: string; readonly list: string };
  readonly status: { readonly names: string; readonly list: string; readonly of: (name: string) => Kept };
  readonly missing: string;
  readonly kept: (body: Kept, place: string) => Kept;
}

const arnOf = (place: string, resource: string): string => {
  const [account, region] = place.split(' ');
  return `arn:aws:config:${region}:${account}:${resource}`;
};

const needsOneTemplate = ({ TemplateBody: body, TemplateS3Uri: uri }: Kept): string | undefined => {
  if ((body === undefined) === (uri === undefined)) return 'specify one of TemplateBody and TemplateS3Uri';
  return typeof body === 'string' && Buffer.byteLength(body) > 51_200 ? 'TemplateBody is too long' : undefined;
};

const KINDS: Readonly<Record<string, Kind>> = {
  ConformancePack: {
    what: 'conformance packs',
    name: 'ConformancePackName',
    wrong: needsOneTemplate,
    describe: { names: 'ConformancePackNames', list: 'ConformancePackDetails' },
    status: {
      names: 'ConformancePackNames',
      list: 'ConformancePackStatusDetails',
      of: (name) => ({ ConformancePackName: name, ConformancePackState: 'CREATE_COMPLETE' }),
    },
    missing: 'NoSuchConformancePackException',
    kept: (body, place) => ({
      ConformancePackName: body.ConformancePackName,
      ConformancePackArn: arnOf(place, `conformance-pack/${String(body.ConformancePackName)}/a1b2c3d4e`),
      ConformancePackId: 'conformance-pack-a1b2c3d4e',
      ConformancePackInputParameters: [],
    }),
  },
  OrganizationConformancePack: {
    what: 'organization conformance packs',
    name: 'OrganizationConformancePackName',
    wrong: needsOneTemplate,
    describe: { names: 'OrganizationConformancePackNames', list: 'OrganizationConformancePacks' },
    status: {
      names: 'OrganizationConformancePackNames',
      list: 'OrganizationConformancePackStatuses',
      of: (name) => ({ OrganizationConformancePackName: name, Status: 'CREATE_SUCCESSFUL' }),
    },
    missing: 'NoSuchOrganizationConformancePackException',
    kept: (body, place) => ({
      OrganizationConformancePackName: body.OrganizationConformancePackName,
      OrganizationConformancePackArn: arnOf(
        place,
        `organization-conformance-pack/${String(body.OrganizationConformancePackName)}-a1b2c3d4`,
      ),
      ExcludedAccounts: body.ExcludedAccounts ?? [],
      ConformancePackInputParameters: [],
      LastUpdateTime: 0,
    }),
  },
  OrganizationConfigRule: {
    what: 'organization rules',
    name: 'OrganizationConfigRuleName',
    describe: { names: 'OrganizationConfigRuleNames', list: 'OrganizationConfigRules' },
    status: {
      names: 'OrganizationConfigRuleNames',
      list: 'OrganizationConfigRuleStatuses',
      of: (name) => ({ OrganizationConfigRuleName: name, OrganizationRuleStatus: 'CREATE_SUCCESSFUL' }),
    },
    missing: 'NoSuchOrganizationConfigRuleException',
    kept: (body, place) => ({
      ...body,
      OrganizationConfigRuleArn: arnOf(
        place,
        `organization-config-rule/${String(body.OrganizationConfigRuleName)}-a1b2c3d4`,
      ),
      ExcludedAccounts: body.ExcludedAccounts ?? [],
      LastUpdateTime: 0,
    }),
  },
};

const ACTION =
  /^(Put|Describe|Delete)(ConformancePack|OrganizationConformancePack|OrganizationConfigRule)(Status(?:es)?|s)?$/;

export function configPacksAndOrganizationRules(doubled: Set<string>): Double {
  const callers = new Callers();
  const kept = new Map<string, Kept>();
  return async (call, next) => {
    const [service, action] = targetOf(call);
    if (!service.startsWith('StarlingDoveService')) return next(call);
    const body = bodyOf(call) as Kept;
    const place = await callers.placeOf(call, next);
    const keyOf = (kind: string, name: unknown) => `${place} ${kind} ${String(name)}`;

    if (action === 'GetOrganizationCustomRulePolicy') {
      const rule = kept.get(keyOf('OrganizationConfigRule', body.OrganizationConfigRuleName));
      const metadata = rule?.OrganizationCustomPolicyRuleMetadata as Kept | undefined;
      return json({ PolicyText: metadata?.PolicyText });
    }
    const [, verb, name = '', suffix] = ACTION.exec(action) ?? [];
    const kind = KINDS[name];
    if (!kind) return next(call);
    doubled.add(kind.what);

    if (verb === 'Put') {
      const wrong = kind.wrong?.(body);
      if (wrong !== undefined) return refuse('ValidationException', wrong);
      const stored = kind.kept(body, place);
      kept.set(keyOf(name, body[kind.name]), stored);
      return json({ [`${name}Arn`]: stored[`${name}Arn`] });
    }
    if (verb === 'Delete') {
      return kept.delete(keyOf(name, body[kind.name])) ? json({}) : refuse(kind.missing, 'there is none');
    }
    const describes = suffix === 's';
    const { names, list } = describes ? kind.describe : kind.status;
    const asked = (body[names] ?? []) as string[];
    const found = asked.flatMap((one) => {
      const stored = kept.get(keyOf(name, one));
      return stored ? [describes ? stored : kind.status.of(one)] : [];
    });
    // AWS answers with no status for a pack that is gone, and with an error for anything else.
    const isQuiet = name === 'ConformancePack' && !describes;
    return found.length < asked.length && !isQuiet ? refuse(kind.missing, 'there is none') : json({ [list]: found });
  };
}

/** moto refuses Guard rules, and messages of more than one kind. */
export function customConfigRules(doubled: Set<string>): Double {
  const callers = new Callers();
  const kept = new Map<string, Kept>();
  return async (call, next) => {
    const [service, action] = targetOf(call);
    if (!service.startsWith('StarlingDoveService')) return next(call);
    const body = bodyOf(call);
    const place = await callers.placeOf(call, next);
    if (action === 'PutConfigRule') {
      const rule = body.ConfigRule as Kept & { Source: { Owner: string; SourceDetails?: Kept[] } };
      if (rule.Source.Owner === 'AWS') return next(call);
      doubled.add('custom Config rules');
      if (!rule.Source.SourceDetails?.length) return refuse('InvalidParameterValueException', 'no SourceDetails');
      const id = 'config-rule-a1b2c3';
      kept.set(`${place} ${String(rule.ConfigRuleName)}`, {
        ...rule,
        ConfigRuleArn: arnOf(place, `config-rule/${id}`),
        ConfigRuleId: id,
        ConfigRuleState: 'ACTIVE',
      });
      return json({});
    }
    if (action === 'ListTagsForResource' && String(body.ResourceArn).endsWith('config-rule-a1b2c3')) {
      return json({ Tags: [] });
    }
    const name = String(body.ConfigRuleName ?? (body.ConfigRuleNames as string[] | undefined)?.[0]);
    const key = `${place} ${name}`;
    if (action === 'DescribeConfigRules' && kept.has(key)) return json({ ConfigRules: [kept.get(key)] });
    if (action === 'GetCustomRulePolicy') {
      const source = kept.get(key)?.Source as { CustomPolicyDetails?: { PolicyText: string } } | undefined;
      return json({ PolicyText: source?.CustomPolicyDetails?.PolicyText });
    }
    if (action === 'DeleteConfigRule' && kept.delete(key)) return json({});
    return next(call);
  };
}

interface Remediation extends Kept {
  readonly ConfigRuleName: string;
  readonly Automatic?: boolean;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

/** moto knows no remediations. AWS refuses those of rules that are not there, and keeps rules that have one. */
export function configRemediations(doubled: Set<string>): Double {
  const callers = new Callers();
  const kept = new Map<string, Kept>();
  return async (call, next) => {
    const [service, action] = targetOf(call);
    if (!service.startsWith('StarlingDoveService')) return next(call);
    const body = bodyOf(call);
    const place = await callers.placeOf(call, next);
    const keyOf = (rule: unknown) => `${place} ${String(rule)}`;

    if (action === 'PutRemediationConfigurations') {
      doubled.add('remediations of rules');
      const given = body.RemediationConfigurations as Remediation[];
      for (const one of given) {
        const asked = Buffer.from(JSON.stringify({ ConfigRuleNames: [one.ConfigRuleName] }));
        const target = String(call.headers['x-amz-target']).replace(action, 'DescribeConfigRules');
        const rule = await next({ ...call, headers: { ...call.headers, 'x-amz-target': target }, body: asked });
        if (rule.status !== 200) return refuse('NoSuchConfigRuleException', `there is no ${one.ConfigRuleName}`);
        if (one.Automatic && !one.Parameters?.AutomationAssumeRole) {
          return refuse('InvalidParameterValueException', 'AutomationAssumeRole is missing');
        }
        const arn = arnOf(place, `remediation-configuration/${one.ConfigRuleName}/a1b2c3d4`);
        kept.set(keyOf(one.ConfigRuleName), { ...one, Arn: arn });
      }
      return json({ FailedBatches: [] });
    }
    if (action === 'DescribeRemediationConfigurations') {
      const found = (body.ConfigRuleNames as string[]).flatMap((name) => kept.get(keyOf(name)) ?? []);
      return json({ RemediationConfigurations: found });
    }
    if (action === 'DeleteRemediationConfiguration') {
      return kept.delete(keyOf(body.ConfigRuleName))
        ? json({})
        : refuse('NoSuchRemediationConfigurationException', 'there is none');
    }
    if (action === 'DeleteConfigRule' && kept.has(keyOf(body.ConfigRuleName))) {
      return refuse('ResourceInUseException', 'the rule has a remediation');
    }
    return next(call);
  };
}

interface Recorder {
  readonly name: string;
  readonly recordingMode?: unknown;
}

/** moto forgets how often a recorder records. The provider takes no notice of that; our healer does. */
export function recordingModes(doubled: Set<string>): Double {
  const callers = new Callers();
  const kept = new Map<string, unknown>();
  return async (call, next) => {
    const [service, action] = targetOf(call);
    if (!service.startsWith('StarlingDoveService') || !/^(?:Put|Describe)ConfigurationRecorders?$/.test(action))
      return next(call);
    const place = await callers.placeOf(call, next);
    const answer = await next(call);
    if (answer.status !== 200) return answer;
    doubled.add('recording modes');
    if (action === 'PutConfigurationRecorder') {
      const { name, recordingMode } = bodyOf(call).ConfigurationRecorder as Recorder;
      kept.set(`${place} ${name}`, recordingMode);
      return answer;
    }
    const { ConfigurationRecorders = [] } = bodyOf(answer) as { ConfigurationRecorders?: readonly Recorder[] };
    return json({
      ConfigurationRecorders: ConfigurationRecorders.map((recorder) => ({
        ...recorder,
        recordingMode: kept.get(`${place} ${recorder.name}`),
      })),
    });
  };
}

interface Group {
  readonly exclusionByResourceTypes?: { readonly resourceTypes?: readonly string[] };
}

/** moto refuses an exclusion that names no type, which the provider sends where there was a list of types before. */
export function emptyExclusions(doubled: Set<string>): Double {
  return async (call, next) => {
    const [service, action] = targetOf(call);
    if (!service.startsWith('StarlingDoveService') || action !== 'PutConfigurationRecorder') return next(call);
    const body = bodyOf(call) as { readonly ConfigurationRecorder: { readonly recordingGroup?: Group } };
    const { recordingGroup } = body.ConfigurationRecorder;
    const { exclusionByResourceTypes, ...group } = recordingGroup ?? {};
    if (exclusionByResourceTypes === undefined || exclusionByResourceTypes.resourceTypes?.length) return next(call);
    doubled.add('exclusions of nothing');
    const ConfigurationRecorder = { ...body.ConfigurationRecorder, recordingGroup: group };
    return next({ ...call, body: Buffer.from(JSON.stringify({ ...body, ConfigurationRecorder })) });
  };
}
