/**
 * One row for each kind: a program that makes one resource of it (and what it needs), and what can be changed about it.
 * @module
 */
import type { Declare, DeclareOptions, Program, Values } from "../../support/stack";

/** One kind, for the tests that every kind runs. */
export interface Kind {
  readonly token: string;
  /** Arguments of the resource under test; `needed` names what it needs, and `projectId`, the default Project. */
  readonly args: (needed: Values) => Values;
  /** Declares what it needs. */
  readonly needs?: (declare: Declare) => Promise<Values>;
  /** Arguments with every field changed that can be changed in place. */
  readonly changed: (needed: Values) => Values;
  /** Arguments whose change replaces the object. */
  readonly replacing?: (needed: Values) => Values;
}

const application = async (declare: Declare): Promise<Values> => {
  const { id } = await declare("scaleway:Application", "needed");
  const { id: other } = await declare("scaleway:Application", "other");
  return { id, other };
};

/** Every kind. Names are generated, so that several stacks have room in one Organization. */
export const kinds: readonly Kind[] = [
  {
    token: "scaleway:Application",
    args: () => ({ tags: ["one", "two"] }),
    changed: () => ({ name: "renamed", description: "described", tags: ["three"] }),
  },
  {
    token: "scaleway:Group",
    needs: application,
    args: ({ id }) => ({ applicationIds: [id] }),
    changed: () => ({
      name: "renamed",
      description: "described",
      tags: ["three"],
      applicationIds: [],
    }),
  },
  {
    token: "scaleway:Policy",
    needs: application,
    args: ({ id, projectId }) => ({
      applicationId: id,
      rules: [{ projectIds: [projectId], permissionSetNames: ["ObjectStorageReadOnly"] }],
    }),
    changed: ({ projectId }) => ({
      name: "renamed",
      description: "described",
      tags: ["three"],
      applicationId: undefined,
      noPrincipal: true,
      rules: [
        { projectIds: [projectId], permissionSetNames: ["ObjectStorageFullAccess"] },
        { organizationId: projectId, permissionSetNames: ["ObjectStorageBucketsRead"] },
      ],
    }),
  },
  {
    token: "scaleway:ApiKey",
    needs: application,
    args: ({ id }) => ({ applicationId: id }),
    changed: () => ({ description: "described" }),
    replacing: ({ other }) => ({ applicationId: other }),
  },
  {
    token: "scaleway:Project",
    args: () => ({}),
    changed: () => ({ name: "renamed", description: "described" }),
  },
];

/** The program of a kind, with some arguments changed. */
export function programOf(
  kind: Kind,
  change: (needed: Values) => Values = () => ({}),
  options: DeclareOptions = {},
): Program {
  return async (declare, projectId) => {
    const needed = { ...(await kind.needs?.(declare)), projectId };
    await declare(kind.token, "tested", { ...kind.args(needed), ...change(needed) }, options);
  };
}
