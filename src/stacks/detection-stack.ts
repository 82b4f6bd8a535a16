import type { Construct } from 'constructs';
import { OrganizationAggregator } from '../aggregation/organization-aggregator';
import type { Organization } from '../config/organization';
import { OrganizationPacks } from '../conformance/packs';
import { Catalog } from '../forensics/catalog';
import { InvestigatorRole } from '../forensics/investigator';
import { forOneAccount, type Question } from '../forensics/question';
import { ResultsBucket } from '../forensics/results-bucket';
import { ResultsKey } from '../forensics/results-key';
import { missingTables, tablesOf } from '../forensics/tables';
import { Workgroup } from '../forensics/workgroup';
import type { Placement } from '../placement/placement';
import { OrganizationRules } from '../rules/organization-rules';
import { baselineOf } from './baseline-stack';
import type { Detections } from './detections';
import type { EvidenceStack } from './evidence-stack';
import type { OrganizationStack } from './organization-stack';
import { PlatformStack } from './platform-stack';

/** What the audit account's view of the organization is made of. */
export interface DetectionNeeds {
  readonly evidence: EvidenceStack;
  readonly delegation: OrganizationStack;
  readonly detections: Detections;
  /** What investigators can ask the evidence. */
  readonly questions: readonly Question[];
}

/** What the audit account sees of the whole organization, what it has every account check, and how it asks the evidence. */
export class DetectionStack extends PlatformStack {
  constructor(
    scope: Construct,
    organization: Organization,
    { evidence, delegation, detections, questions }: DetectionNeeds,
  ) {
    const { rules, packs, spanOrganization, notices } = detections;
    const { home, auditAccount, partition, names, config } = organization;
    const { governed, retired } = config.regions;
    super(scope, 'detection', organization, auditAccount, spanOrganization ? governed : [home]);
    this.addDependency(delegation);
    this.notices.push(...notices);
    // Rules and packs find a recorder, and the functions of Lambda rules, in every account.
    if (spanOrganization) this.follows.push(...organization.accounts.map(baselineOf));
    // Terraform destroys what a retired region had through that region's alias.
    const placement = this.placement([...governed, ...retired]);
    const placeIn = (region: string) => placement.in(region);
    if (organization.ownership.aggregator === 'ours') this.aggregator(placement);

    const everywhere = new OrganizationRules(this, 'rules', placeIn);
    for (const rule of rules.managed) if (rule.deploy === 'organization') everywhere.addManaged(rule);
    for (const rule of rules.guard) if (rule.deploy === 'organization') everywhere.addGuard(rule);
    const organizationPacks = new OrganizationPacks(this, 'packs', {
      placeIn,
      partition,
      organizationId: organization.id,
      bucketNameIn: (region) => `${names.templateBucketPrefix}${region}`,
    });
    for (const pack of packs.packs) if (pack.deploy === 'organization') organizationPacks.add(pack);

    const [evidenceKeyArn] = this.read(evidence, 'evidence-key-arn') as [string];
    this.forensics(placement, evidenceKeyArn, questions);
  }

  private aggregator(placement: Placement): void {
    const { home, auditAccount, partition, names, config } = this.organization;
    new OrganizationAggregator(this, 'organization', {
      place: placement.in(home),
      anywhere: placement.anywhere,
      partition,
      account: auditAccount,
      name: names.aggregator,
      roleName: names.aggregatorRole,
      regions: config.aggregator.regions,
      exists: {
        aggregator: config.adopt.aggregator !== undefined,
        role: config.adopt.aggregator?.role !== undefined,
      },
    });
  }

  private forensics(placement: Placement, evidenceKeyArn: string, questions: readonly Question[]): void {
    const { organization, account } = this;
    const { home, names, config } = organization;
    const place = placement.in(home);
    const key = new ResultsKey(this, 'forensics', place, organization);
    const results = new ResultsBucket(this, 'results', { place, organization, key });
    const { databaseName } = new Catalog(this, 'catalog', {
      place,
      databaseName: names.forensicsDatabase,
      tables: tablesOf(organization),
    });
    const workgroup = new Workgroup(this, 'athena', {
      place,
      name: names.forensicsWorkgroup,
      account,
      results,
      resultsKeyArn: key.arn,
      scanLimitGb: config.forensics.scanLimitGb,
      forceDestroy: !config.deletionProtection,
    });
    const answered = questions.filter((one) => missingTables(organization, one).length === 0);
    workgroup.save(config.forensics.accounts === 'any' ? answered.map(forOneAccount) : answered, databaseName);
    new InvestigatorRole(this, 'investigator', placement.anywhere, organization, {
      evidence: evidenceKeyArn,
      results: key.arn,
    });
  }
}
