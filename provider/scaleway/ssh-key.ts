/**
 * SSH keys: with what people sign in on the machines of a Project.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import type { Context } from "../core/context";
import { kind, type AnyDefinition, type Naming } from "../core/definition";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import { boolean, uuid } from "../core/rules";
import type { SshKey as LiveSshKey } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";
import { listSshKeys, noteProject } from "./ssh-key-lists";
import { MAXIMUM_SSH_KEY_NAME_LENGTH, publicKey, sshKeyName } from "./ssh-key-rules";

/** Arguments of an {@link SshKey}. */
export interface SshKeyArgs extends CommonArgs {
  /**
   * 1 to 961 characters; the service's other 39 are needed to find the key again after a crash, and stand behind the name
   * in the console. Default: the resource's name and seven hexadecimal digits, chosen once and kept.
   */
  name?: pulumi.Input<string> | undefined;
  /**
   * The line of a file that ends in `.pub`: type, key and comment. The comment means nothing, the service drops it.
   * Changing this replaces the key.
   */
  publicKey: pulumi.Input<string>;
  /** The Project that holds it. Default: that of the settings. Changing this replaces the key. */
  projectId?: pulumi.Input<string> | undefined;
  /** True: it is kept, and lets nobody in. Default: false. */
  disabled?: pulumi.Input<boolean> | undefined;
}

/**
 * An SSH key of a Project: machines that are made in the Project let its holder in.
 *
 * The service takes the same key and the same name any number of times; each resource looks after its own. Machines that
 * are running already do not notice a change. Not for a private key, which is nobody's business but its owner's.
 *
 * Minimal:
 * ```ts
 * const laptop = new scaleway.SshKey("laptop", {
 *   publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX ada@example",
 * });
 * ```
 * In a Project, put out of use for now:
 * ```ts
 * const laptop = new scaleway.SshKey("laptop", {
 *   name: "Ada's laptop",
 *   publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgM9R4mtlT4GgaxY0J2f4ZqeRhnC0rnohORR86bJsVX ada@example",
 *   projectId: second.id,
 *   disabled: true,
 * });
 * ```
 * In Scaleway's documentation: "Organizations and Projects > SSH keys".
 */
export class SshKey extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:SshKey");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return sshKey;
  }

  /** True for an SSH key, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is SshKey {
    return isInstanceOf(value, SshKey.__pulumiType);
  }

  /** As the service has it, without the mark by which the provider finds the key again. */
  declare readonly name: pulumi.Output<string>;
  /** Type and key on one line, without the comment, which the service drops. */
  declare readonly publicKey: pulumi.Output<string>;
  /** The Project that holds it: the one given, or that of the settings when it was added. */
  declare readonly projectId: pulumi.Output<string>;
  /** True: it is kept, and lets nobody in. */
  declare readonly disabled: pulumi.Output<boolean>;
  /** Such as `256 MD5:fd:2d:...:7d (ssh-ed25519)`. */
  declare readonly fingerprint: pulumi.Output<string>;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;
  /** When it was added, as RFC 3339 writes it. */
  declare readonly createdAt: pulumi.Output<string>;

  constructor(name: string, args: SshKeyArgs, options?: pulumi.CustomResourceOptions) {
    super(sshKey, { name, args, options });
  }
}

type SshKeyModel = Pick<LiveSshKey, "name" | "publicKey" | "projectId" | "disabled">;

const TOKEN = "scaleway:SshKey";

const sshKey = kind<SshKeyModel, LiveSshKey>({
  token: TOKEN,
  noun: "SSH key",
  schema: 1,
  fields: {
    name: { rule: sshKeyName, absent: "chosen" },
    publicKey: { rule: publicKey, absent: "required", replaces: true },
    projectId: { rule: uuid("a Project"), absent: "chosen", replaces: true },
    disabled: { rule: boolean(), absent: { default: false } },
  },
  produced: ["fingerprint", "organizationId", "createdAt"],
  organization: organizationId,
  choose,
  list: listSshKeys,
  get: (context, id) => cloudFor(context).iam.getSshKey(id),
  make: (context, { name = "", publicKey: line = "", projectId = "" }) =>
    cloudFor(context).iam.createSshKey({ name, publicKey: line, projectId }),
  aspects: [
    {
      // A new key is always enabled: disabling it is a call of its own.
      fields: ["name", "disabled"],
      write: (context, live, _wish, changes) =>
        cloudFor(context).iam.updateSshKey(live.id, changes),
    },
  ],
  remove: (context, id) => cloudFor(context).iam.deleteSshKey(id),
  model: ({ name, publicKey: line, projectId, disabled }) => ({
    name,
    publicKey: line,
    projectId,
    disabled,
  }),
  produce: ({ fingerprint, createdAt }) => ({ fingerprint, createdAt }),
});

async function choose(
  context: Context,
  given: Partial<SshKeyModel>,
  naming: Naming,
): Promise<Partial<SshKeyModel>> {
  const { defaultProjectId } = context.settings;
  const projectId = given.projectId ?? defaultProjectId ?? (await organizationId(context));
  noteProject(context, TOKEN, projectId);
  const limits = { maximum: MAXIMUM_SSH_KEY_NAME_LENGTH, forbidden: /[\r\n]/g };
  return {
    ...(given.name === undefined ? { name: naming.name(limits) } : {}),
    ...(given.projectId === undefined ? { projectId } : {}),
  };
}
