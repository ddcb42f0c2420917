/**
 * Applications: identities for programs.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import { kind, type AnyDefinition } from "../core/definition";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import type { Application as LiveApplication, Described } from "./clients/iam";
import { cloudFor, organizationId } from "./cloud";
import {
  chooseIamName,
  DESCRIBED,
  described,
  describedFields,
  type DescribedArgs,
} from "./described";
import {
  lockOutField,
  removing,
  requireOtherBearer,
  type LockOutArgs,
  type LockOutModel,
} from "./lock-out";
import { orphanField, requireNoPolicies, type OrphanArgs, type OrphanModel } from "./orphans";

/** Arguments of an {@link Application}. */
export interface ApplicationArgs extends DescribedArgs, OrphanArgs, LockOutArgs, CommonArgs {}

/**
 * An application: an identity for a program, which gets its rights from policies, directly or through groups, and signs
 * its calls with API keys.
 *
 * Not for people: they are users of the Organization and sign in by themselves.
 *
 * Minimal:
 * ```ts
 * const app = new scaleway.Application("backup");
 * ```
 * With a policy and a key:
 * ```ts
 * const app = new scaleway.Application("backup", { name: "backup", description: "Nightly backups", tags: ["team=storage"] });
 * new scaleway.Policy("backup-writes", {
 *   applicationId: app.id,
 *   rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageObjectsWrite"] }],
 * });
 * const key = new scaleway.ApiKey("backup", { applicationId: app.id, defaultProjectId: project.id });
 * ```
 * In Scaleway's documentation: "IAM > Principals > Applications".
 */
export class Application extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:Application");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return application;
  }

  /** True for an application, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is Application {
    return isInstanceOf(value, Application.__pulumiType);
  }

  /** As the service has it now: the name given, or the one chosen when it was made. */
  declare readonly name: pulumi.Output<string>;
  /** As the service has it now; empty where the program gives none. */
  declare readonly description: pulumi.Output<string>;
  /** In the order given, without the one by which the provider finds the object again; empty where none are given. */
  declare readonly tags: pulumi.Output<string[]>;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;
  /** When it was made, as RFC 3339 writes it. */
  declare readonly createdAt: pulumi.Output<string>;

  constructor(name: string, args: ApplicationArgs = {}, options?: pulumi.CustomResourceOptions) {
    super(application, { name, args, options });
  }
}

type ApplicationModel = Described & OrphanModel & LockOutModel;

const application = kind<ApplicationModel, LiveApplication>({
  token: "scaleway:Application",
  noun: "application",
  schema: 1,
  fields: { ...describedFields, ...orphanField, ...lockOutField },
  produced: ["organizationId", "createdAt"],
  organization: organizationId,
  choose: chooseIamName,
  list: (context) => cloudFor(context).iam.listApplications(),
  get: (context, id) => cloudFor(context).iam.getApplication(id),
  make: (context, wish) => cloudFor(context).iam.createApplication(described(wish)),
  aspects: [
    {
      fields: DESCRIBED,
      write: (context, live, _wish, changes) =>
        cloudFor(context).iam.updateApplication(live.id, changes),
    },
  ],
  remove: async (context, id, removal) => {
    const bearer = { applicationId: id };
    await requireOtherBearer(context, bearer, removing("application", id, removal.state));
    await requireNoPolicies(context, bearer, { noun: "application", removal });
    await cloudFor(context).iam.deleteApplication(id);
  },
  model: described,
  produce: ({ createdAt }) => ({ createdAt }),
});
