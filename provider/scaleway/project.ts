/**
 * Projects: what holds buckets, and what rights are given on.
 * @module
 */
import type * as pulumi from "@pulumi/pulumi";
import type { CommonArgs } from "../core/common";
import { kind, type AnyDefinition } from "../core/definition";
import { text } from "../core/rules";
import { MAXIMUM_MARKED_DESCRIPTION_LENGTH } from "../core/mark";
import { DeclaredResource, isInstanceOf, typeToken } from "../core/resource";
import type { Project as LiveProject, ProjectInput } from "./clients/account";
import { cloudFor, organizationId } from "./cloud";
import { descriptionRule } from "./described";
import { checkDeletion, removeProject } from "./project-deletion";

/** Arguments of a {@link Project}. */
export interface ProjectArgs extends CommonArgs {
  /**
   * 1 to 64 letters, digits, blanks and `. _ -`.
   * Default: the resource's name and seven hexadecimal digits, chosen once and kept.
   */
  name?: pulumi.Input<string> | undefined;
  /** At most 161 characters; the service's other 39 are needed to find the Project again after a crash. Default: empty. */
  description?: pulumi.Input<string> | undefined;
  /**
   * The Project's own name (1 to 64 characters), as a safeguard: destroying the Project then deletes everything in it, buckets with all their
   * objects and what other products have there. Run `up` once before destroying. Default: only an empty Project is deleted.
   */
  deleteWithResources?: pulumi.Input<string> | undefined;
}

/**
 * A Project: what holds buckets and other things, and what rights are given on.
 *
 * Not for the Organization's default Project, which exists by itself: see `getDefaultProject`. Destroying a Project fails
 * while anything is left in it; the service may need minutes to notice that it is empty.
 *
 * Minimal:
 * ```ts
 * const second = new scaleway.Project("second");
 * ```
 * With a bucket in it:
 * ```ts
 * const second = new scaleway.Project("second", { name: "my-second-project", description: "Archives" });
 * const archive = new scaleway.Bucket("archive", { projectId: second.id, region: "fr-par" });
 * ```
 * In Scaleway's documentation: "Organizations and Projects > Projects".
 */
export class Project extends DeclaredResource {
  /** Under this type states and policies know the kind; permanent. */
  static readonly __pulumiType = typeToken("scaleway:Project");

  /** What the handlers do. @internal */
  static get definition(): AnyDefinition {
    return project;
  }

  /** True for a Project, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is Project {
    return isInstanceOf(value, Project.__pulumiType);
  }

  /** As the service has it now: the name given, or the one chosen when it was made. */
  declare readonly name: pulumi.Output<string>;
  /**
   * As the service has it, without the mark by which the provider finds the Project again; empty where none is given.
   */
  declare readonly description: pulumi.Output<string>;
  /** Where the program gives it. */
  declare readonly deleteWithResources: pulumi.Output<string | undefined>;
  /** The Organization that it belongs to. */
  declare readonly organizationId: pulumi.Output<string>;
  /** When it was made, as RFC 3339 writes it. */
  declare readonly createdAt: pulumi.Output<string>;

  constructor(name: string, args: ProjectArgs = {}, options?: pulumi.CustomResourceOptions) {
    super(project, { name, args, options });
  }
}

interface ProjectModel extends ProjectInput {
  readonly deleteWithResources: string;
}

const NAME_LENGTH = 64;
const projectName = text({
  minimum: 1,
  maximum: NAME_LENGTH,
  pattern: /^[a-zA-Z0-9._\- ]+$/,
  alphabet: "letters, digits, blanks and . _ -",
});

const project = kind<ProjectModel, LiveProject>({
  token: "scaleway:Project",
  noun: "Project",
  schema: 1,
  fields: {
    name: { rule: projectName, absent: "chosen" },
    description: {
      rule: descriptionRule(MAXIMUM_MARKED_DESCRIPTION_LENGTH),
      absent: { default: "" },
    },
    deleteWithResources: { rule: projectName, absent: "none", local: true },
  },
  produced: ["organizationId", "createdAt"],
  check: checkDeletion,
  organization: organizationId,
  choose: (_context, { name }, naming) => {
    const limits = { maximum: NAME_LENGTH, forbidden: /[^a-zA-Z0-9._-]/g };
    return Promise.resolve(name === undefined ? { name: naming.name(limits) } : {});
  },
  list: (context) => cloudFor(context).account.listProjects(),
  // The default Project has the Organization's id.
  isAlwaysThere: ({ id, organizationId: owner }) => id === owner,
  get: (context, id) => cloudFor(context).account.getProject(id),
  make: (context, wish) => cloudFor(context).account.createProject(inputOf(wish)),
  aspects: [
    {
      fields: ["name", "description"],
      write: (context, live, _wish, changes) =>
        cloudFor(context).account.updateProject(live.id, changes),
    },
  ],
  remove: removeProject,
  model: inputOf,
  produce: ({ createdAt }) => ({ createdAt }),
});

function inputOf({ name = "", description = "" }: Partial<ProjectInput>): ProjectInput {
  return { name, description };
}
