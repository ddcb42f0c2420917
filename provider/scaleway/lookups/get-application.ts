/**
 * One application, by its id or its exact name.
 * @module
 */
import { hideMark } from "../../core/mark";
import type { Application } from "../clients/iam";
import { id } from "./filters";
import { named, oneLookup, only } from "./one-lookup";
import type { LookupArgs } from "./lookup";

/** Which application: exactly one of the two. */
export interface GetApplicationArgs extends LookupArgs {
  /** The application's id, a UUID. */
  readonly id?: string | undefined;
  /** The exact name. */
  readonly name?: string | undefined;
}

/** An application as it is. */
export interface GetApplicationResult extends Application {}

/** An application as programs see it. */
export const shownApplication = (application: Application): GetApplicationResult =>
  hideMark("scaleway:Application", application);

const lookup = oneLookup<GetApplicationArgs, Application, GetApplicationResult>({
  name: "getApplication",
  noun: "application",
  by: {
    id: only(id("an application"), async ({ iam }, value) => iam.getApplication(value)),
    name: named(async ({ iam }, name) => iam.listApplications({ name })),
  },
  show: shownApplication,
  identify: (application) => application.id,
});

/**
 * One application that exists already, made by hand or by another program. Such as `scaleway.getApplication({ name:
 * "ci" })`. Asked once per program and arguments.
 * @throws CloudError where none or several fit, without usable credentials, or without the right to read applications
 */
export const getApplication = lookup.plain;

/**
 * The same as an Output, for the arguments of resources.
 *
 * ```ts
 * export const keysOfApp = scaleway.getApplicationOutput({ id: app.id }).apiKeyCount;
 * ```
 */
export const getApplicationOutput = lookup.output;
