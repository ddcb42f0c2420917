/**
 * The typed client of the Account service: Projects.
 * @module
 */
import { isCloudError, type CloudError } from "../../core/errors";
import { waitFor } from "../../core/wait";
import { collection } from "./collection";
import type { Service } from "./service";

/** What holds buckets and other things, and what rights are given on. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly organizationId: string;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** `deleting` while its content is removed; older answers do not say. */
  readonly status: "active" | "deleting";
}

/** What the caller decides about a Project. */
export interface ProjectInput {
  readonly name: string;
  readonly description: string;
}

/** Calls on Projects. A method fails with a CloudError. */
export interface AccountClient {
  /** All of the Organization, oldest first. */
  listProjects(): Promise<Project[]>;
  /** Undefined where there is none with that id. */
  getProject(id: string): Promise<Project | undefined>;
  /** Sent once: a lost answer is the caller's to look into. */
  createProject(wanted: ProjectInput): Promise<Project>;
  /** Fields that are not given stay as they are. */
  updateProject(id: string, patch: Partial<ProjectInput>): Promise<Project>;
  /**
   * One that is gone already is fine. While the service cannot tell whether the Project is empty it is asked again, until
   * the deadline; a Project that holds something is an error that says so.
   */
  deleteProject(id: string): Promise<void>;
}

/** The client of one operation. */
export function accountClient(service: Service): AccountClient {
  const projects = collection<Project>(service, {
    path: "/account/v3/projects",
    field: "projects",
    nouns: ["Project", "Projects"],
    orderBy: "created_at_asc",
    decode: (object) => ({
      id: object.text("id"),
      name: object.text("name"),
      description: object.text("description"),
      organizationId: object.text("organization_id"),
      createdAt: object.text("created_at"),
      updatedAt: object.text("updated_at"),
      status: object.optionalText("status") === "deleting" ? "deleting" : "active",
    }),
    identify: ({ id }) => id,
  });
  return {
    listProjects: projects.list,
    getProject: projects.get,
    createProject: ({ name, description }) => projects.create(name, { name, description }),
    updateProject: (id, { name, description }) => projects.update(id, { name, description }),
    deleteProject: (id) => deleteWhenUsable(service, id, () => projects.remove(id)),
  };
}

async function deleteWhenUsable(
  service: Service,
  id: string,
  remove: () => Promise<void>,
): Promise<void> {
  await waitFor({
    what: `Project ${id} to become deletable`,
    pacing: service.context,
    intervalMilliseconds: 2_000,
    failure: {
      kind: "precondition",
      code: "resource_not_usable",
      hint: "The service counts what is left in a Project, which has been seen to take 20 minutes: run the deployment again later, or raise `timeouts.deleteSeconds`.",
    },
    async probe() {
      try {
        await remove();
        return { done: true, value: id };
      } catch (thrown) {
        if (isCloudError(thrown) && thrown.code === "resource_not_usable") {
          const { answer: observed, retryAfterSeconds } = thrown;
          return { done: false, observed, retryAfterSeconds };
        }
        throw isCloudError(thrown) ? explain(thrown) : thrown;
      }
    },
  });
}

function explain(error: CloudError): CloudError {
  if (error.code !== "resource_still_in_use") return error;
  return error.with({
    hint: "Something is left in the Project, made by hand or by another stack: buckets, or what the service makes by itself such as a default security group. Remove it, or keep the Project with `retainOnDelete`.",
  });
}
