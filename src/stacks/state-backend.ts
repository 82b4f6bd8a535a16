import { TerraformBackend, TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import type { Backend } from '../config/schema';

interface Rendered {
  /** Attributes of the backend block, and of a `terraform_remote_state` that reads it. */
  readonly shared: Record<string, unknown>;
  /** Attributes of the backend block alone. */
  readonly own?: Record<string, unknown>;
}

/** What each kind of backend is called with, for the state of one stack. */
function render(backend: Backend, platform: string, stack: string): Rendered {
  switch (backend.type) {
    case 'local':
      // Relative to the stack's folder, cdktf.out/stacks/<stack>: beside cdktf.out, where cdktf keeps state too.
      return { shared: { path: `../../../terraform.${platform}.${stack}.tfstate` } };
    case 's3': {
      const { bucket, region, keyPrefix = platform, kmsKeyId, roleArn } = backend;
      return {
        shared: {
          bucket,
          region,
          key: `${keyPrefix}/${stack}.tfstate`,
          ...(roleArn && { assume_role: { role_arn: roleArn } }),
        },
        own: { encrypt: true, use_lockfile: true, ...(kmsKeyId && { kms_key_id: kmsKeyId }) },
      };
    }
    case 'remote':
    case 'cloud': {
      const { organization, hostname, workspacePrefix = `${platform}-` } = backend;
      return {
        shared: { organization, ...(hostname && { hostname }), workspaces: { name: `${workspacePrefix}${stack}` } },
      };
    }
  }
}

/**
 * The state of one stack. Rendered here for all kinds alike, because cdktf's own classes write absolute paths
 * (`local`), know no lock file (`s3`) and run the terraform binary at synth (`cloud`).
 */
export class StateBackend extends TerraformBackend {
  private readonly rendered: Rendered;

  constructor(
    scope: Construct,
    private readonly config: Backend,
    platform: string,
    stack: string,
  ) {
    super(scope, 'backend', config.type);
    this.rendered = render(config, platform, stack);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.rendered.shared, ...this.rendered.own };
  }

  override toTerraform(): Record<string, unknown> {
    return this.config.type === 'cloud' ? { terraform: { cloud: this.synthesizeAttributes() } } : super.toTerraform();
  }

  override getRemoteStateDataSource(scope: Construct, id: string): TerraformRemoteState {
    // HCP Terraform is read through the `remote` backend; `cloud` has no data source of its own.
    const kind = this.config.type === 'cloud' ? 'remote' : this.config.type;
    return new RemoteState(scope, id, kind, this.rendered.shared);
  }
}

class RemoteState extends TerraformRemoteState {}
