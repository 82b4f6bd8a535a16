import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import type { Organization } from '../../src/config/organization';
import { Platform, type Resource } from '../synthesized';

type Values = string | readonly string[];

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, Values>>;
  readonly Action: Values;
  readonly Resource?: Values;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
}

/** A policy document as AWS stores it. */
export interface Document {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

/** What a request is about: a resource, the account that holds it, and the resource's own policy. */
export interface Target {
  readonly arn: string;
  readonly account: string;
  readonly policy?: Document;
}

export const list = (values: Values): readonly string[] => [values].flat();

export const object = (bucket: Target, key: string): Target => ({ ...bucket, arn: `${bucket.arn}/${key}` });

/** The policies of one organization, taken from its Terraform. */
export class Policies {
  readonly platform: Platform;

  constructor(readonly organization: Organization) {
    this.platform = new Platform(organization);
  }

  bucket(name: 'trail' | 'config' | 'access-logs' | 'archive'): Target {
    const { names, archiveAccount, evidenceAccount } = this.organization;
    const bucketName = {
      trail: names.trailBucket,
      config: names.configBucket,
      'access-logs': names.accessLogBucket,
      archive: names.archiveBucket,
    }[name];
    return {
      arn: this.organization.bucketArn(bucketName),
      account: name === 'archive' ? archiveAccount : evidenceAccount,
      policy: this.parse(this.resource('evidence', S3BucketPolicy, `${name}_policy`).policy),
    };
  }

  key(name: 'evidence' | 'archive'): Target {
    const { archiveAccount, evidenceAccount } = this.organization;
    const resource = name === 'archive' ? 'archive-evidence_key' : 'evidence_key';
    return {
      arn: this.keyArn(name),
      account: name === 'archive' ? archiveAccount : evidenceAccount,
      policy: this.parse(this.resource('evidence', KmsKey, resource).policy),
    };
  }

  topic(): Target {
    const { trailTopicArn, trailAccount } = this.organization;
    const { policy } = this.resource('organization', SnsTopicPolicy, 'trail-deliveries_policy');
    return { arn: trailTopicArn, account: trailAccount, policy: this.parse(policy) };
  }

  /** A role, with its trust policy. */
  role(stack: string, resource: string): Target {
    const { name, assume_role_policy } = this.resource(stack, IamRole, resource);
    const account = this.accountOf(stack);
    return { arn: this.organization.roleArn(account, name), account, policy: this.parse(assume_role_policy) };
  }

  /** What a role may do. */
  grants(stack: string, resource: string): readonly Document[] {
    return [this.parse(this.resource(stack, IamRolePolicy, resource).policy)];
  }

  /** The service control policies, as they are attached. */
  get guardrails(): readonly Document[] {
    return this.platform.all(OrganizationsPolicy).map(({ content }) => this.parse(content));
  }

  private resource(stack: string, type: { readonly tfResourceType: string }, name: string): Resource {
    const found = this.platform.stack(stack).named(type)[name];
    if (!found) throw new Error(`no ${type.tfResourceType}.${name} in ${stack}`);
    return found;
  }

  private accountOf(stack: string): string {
    const { evidenceAccount, trailAccount, auditAccount } = this.organization;
    if (stack === 'evidence') return evidenceAccount;
    if (stack === 'organization') return trailAccount;
    return stack === 'detection' ? auditAccount : stack.replace('baseline-', '');
  }

  private parse(json: string): Document {
    return JSON.parse(this.resolve(json)) as Document;
  }

  /**
   * Key ARNs are the one thing that AWS invents: in the JSON they are references, here they become ARNs. And Terraform
   * spells IAM's own variables with two dollars.
   */
  private resolve(json: string): string {
    const known: Readonly<Record<string, string>> = {
      'aws_kms_key.evidence_key.arn': this.keyArn('evidence'),
      'aws_kms_key.archive-evidence_key.arn': this.keyArn('archive'),
      'data.terraform_remote_state.evidence.outputs.evidence-key-arn': this.keyArn('evidence'),
      'data.terraform_remote_state.evidence.outputs.archive-key-arn': this.keyArn('archive'),
    };
    return json
      .replace(/(?<!\$)\$\{([^}]*)\}/g, (reference, name: string) => {
        const value = known[name];
        if (value === undefined) throw new Error(`what does ${reference} stand for?`);
        return value;
      })
      .replaceAll('$${', '${');
  }

  private keyArn(name: 'evidence' | 'archive'): string {
    const { home, config, archiveAccount, evidenceAccount } = this.organization;
    return name === 'archive'
      ? this.organization.arn('kms', {
          region: config.regions.archive,
          account: archiveAccount,
          resource: 'key/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
        })
      : this.organization.arn('kms', {
          region: home,
          account: evidenceAccount,
          resource: 'key/eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee',
        });
  }
}

/** Every policy document anywhere in an organization's Terraform, with the place where it was found. */
export function everyPolicy({ stacks }: Platform): { place: string; policy: Document }[] {
  return stacks.flatMap(({ name, json }) => documentsIn(json, name));
}

function documentsIn(node: unknown, place: string): { place: string; policy: Document }[] {
  if (typeof node === 'string') {
    return /^\{.*"Statement":/s.test(node) ? [{ place, policy: JSON.parse(node) as Document }] : [];
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => documentsIn(value, `${place} ${key}`));
}
