/**
 * A team: people and programs that may do the same in the same Projects.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import { Group } from "../group";
import { Policy } from "../policy";
import { permissionSetsOf, type AccessLevel } from "./access-level";
import type { PermissionSetName } from "../names";

/** Arguments of a {@link Team}: exactly one of `access` and `permissionSetNames`. */
export interface TeamArgs {
  /** The group's and the policy's name. Default: the component's name and seven hexadecimal digits. */
  name?: pulumi.Input<string> | undefined;
  /** What the group is for; at most 200 characters. Default: empty. */
  description?: pulumi.Input<string> | undefined;
  /** Members that are users. Default: those that somebody else puts in. */
  userIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Members that are applications. Default: those that somebody else puts in. */
  applicationIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** The Projects in which the team may do it, each with all its buckets. */
  projectIds: pulumi.Input<pulumi.Input<string>[]>;
  /** What it may do with objects and buckets there. */
  access?: AccessLevel | undefined;
  /** What it may do there, by the names of permission sets. */
  permissionSetNames?: pulumi.Input<pulumi.Input<PermissionSetName>[]> | undefined;
  /** The profile of the configuration file to use. Default: the stack's `storage-access:profile`. */
  profile?: pulumi.Input<string> | undefined;
}

/**
 * A team: a group, its members, and a policy that says what they may do in which Projects.
 *
 * Members come and go in place. Not for rights on single buckets: the grant reaches every bucket of the Projects.
 *
 * Minimal:
 * ```ts
 * new scaleway.Team("readers", { projectIds: [project.id], access: "read", applicationIds: [app.id] });
 * ```
 * With a person beside a program, and rights beyond storage:
 * ```ts
 * const alan = new scaleway.User("alan", { email: "alan@example.com", username: "alan" });
 * const operations = new scaleway.Team("operations", {
 *   userIds: [alan.id],
 *   applicationIds: [other.id],
 *   projectIds: [first.id, second.id],
 *   permissionSetNames: ["ObjectStorageFullAccess", "ObservabilityReadOnly"],
 * });
 * ```
 * In Scaleway's documentation: "IAM > Principals > Groups".
 */
export class Team extends pulumi.ComponentResource {
  /** Under this type states know the component; permanent. */
  static readonly __pulumiType = "storage-access:scaleway:Team";

  /** The members. */
  readonly group: Group;
  /** What they may do. */
  readonly policy: Policy;

  constructor(name: string, args: TeamArgs, options?: pulumi.ComponentResourceOptions) {
    super(Team.__pulumiType, name, {}, options);
    const { projectIds, profile, userIds, applicationIds, description } = args;
    const parent = { parent: this };
    const described = { name: args.name, description, profile };
    this.group = new Group(name, { ...described, userIds, applicationIds }, parent);
    const permissionSetNames = setsOf(name, args);
    const rules = [{ projectIds, permissionSetNames }];
    this.policy = new Policy(name, { ...described, groupId: this.group.id, rules }, parent);
    this.registerOutputs({ groupId: this.group.id });
  }
}

/** @throws Error unless exactly one of the two is given */
function setsOf(
  name: string,
  { access, permissionSetNames }: TeamArgs,
): pulumi.Input<pulumi.Input<string>[]> {
  if (access !== undefined && permissionSetNames === undefined) return permissionSetsOf(access);
  if (permissionSetNames !== undefined && access === undefined) return permissionSetNames;
  const found = access === undefined ? "neither is given" : "both are given";
  throw new Error(
    `Team "${name}": of access and permissionSetNames exactly one is needed, and ${found}`,
  );
}
