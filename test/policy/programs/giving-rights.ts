/**
 * What programs about rights share: applications, a Project, and policies that give rights.
 * @module
 */
import {
  application,
  idOf,
  ORGANIZATION,
  policy,
  project,
  type ProgramResource,
} from "../../support/labeled-programs";

export const app = application();
export const other = application();
export const second = project();

/** What a policy that gives rights may have beside them. */
interface Given {
  /** Whose it is. Default: the application's called `app`. */
  readonly of?: object;
  readonly condition?: string;
}

/** A policy of somebody, on Projects of the program, with a set. */
export const on = (
  projects: readonly string[],
  set: unknown,
  { of = { applicationId: idOf("app") }, ...more }: Given = {},
): ProgramResource =>
  policy({
    ...of,
    rules: [{ projectIds: projects.map((name) => idOf(name)), permissionSetNames: [set], ...more }],
  });

/** A policy of somebody on the Organization. */
export const onAll = (set: unknown, of: object = { applicationId: idOf("it") }): ProgramResource =>
  policy({ ...of, rules: [{ organizationId: ORGANIZATION, permissionSetNames: [set] }] });
