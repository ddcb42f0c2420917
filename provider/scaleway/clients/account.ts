/**
 * The typed client of the Account service: Projects.
 * @module
 */
import { isCloudError } from "../../core/errors";
import { waitFor } from "../../core/wait";
import { segment } from "../../core/http";
import { collection } from "./collection";
import type { Order } from "./search";
import type { Service } from "./service";

/** What holds buckets and other things, and what rights are given on. */
export interface Project {
  /** A UUID; that of the Organization's default Project is the Organization's own. */
  readonly id: string;
  /** What people call it; several Projects may have the same name. */
  readonly name: string;
  /** What people say about it; empty where nobody says anything. */
  readonly description: string;
  /** The Organization that it belongs to, a UUID. */
  readonly organizationId: string;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  /** When it was last changed, in the same form. */
  readonly updatedAt: string;
  /** `deleting` while its content is removed; older answers do not say. */
  readonly status: "active" | "deleting";
}

/** What the caller decides about a Project. */
export interface ProjectInput {
  readonly name: string;
  readonly description: string;
}

/** Which Projects to list; all of the Organization where nothing is given. */
export interface ProjectSearch {
  /** The exact name. */
  readonly name?: string | undefined;
  /** Those of these ids. */
  readonly projectIds?: readonly string[] | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt" | "name"> | undefined;
}

/** Calls on Projects. A method fails with a CloudError. */
export interface AccountClient {
  /** Oldest first, unless another order is asked for. */
  listProjects(search?: ProjectSearch): Promise<Project[]>;
  /** Undefined where there is none with that id. */
  getProject(id: string): Promise<Project | undefined>;
  /** Sent once: a lost answer is the caller's to look into. */
  createProject(wanted: ProjectInput): Promise<Project>;
  /** Fields that are not given stay as they are. */
  updateProject(id: string, patch: Partial<ProjectInput>): Promise<Project>;
  /**
   * One that is gone already is fine. While the service cannot tell whether the Project is empty it is asked again, until
   * the deadline; a Project that holds something is an error of kind `precondition` with the code `resource_still_in_use`.
   */
  deleteProject(id: string): Promise<void>;
  /**
   * Deletes the Project with everything in it, and waits until it is gone. One that is gone already is fine.
   * @param name the Project's name, without which the service refuses
   */
  deleteProjectWithResources(id: string, name: string): Promise<void>;
}

const PATH = "/account/v3/projects";

/** The client of one operation. */
export function accountClient(service: Service): AccountClient {
  const projects = collection<Project>(service, {
    path: PATH,
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
    async deleteProjectWithResources(id, name) {
      const project = await projects.get(id);
      if (project?.status === "active") await wipe(service, id, name);
      await waitFor({
        what: `Project ${id} to be gone with everything in it`,
        pacing: service.context,
        intervalMilliseconds: 2_000,
        probe: async () => {
          const left = await projects.get(id);
          return left ? { done: false, observed: left.status } : { done: true, value: id };
        },
      });
    },
  };
}

/** Sent twice it does the same: a Project that is just being deleted, or gone, is what was asked for. */
async function wipe({ http }: Service, id: string, name: string): Promise<void> {
  try {
    await http.request({
      method: "POST",
      path: `${PATH}/${segment(id)}/delete-with-resources`,
      query: { project_name: name },
      body: {},
      operation: "delete Project with its resources",
      resource: id,
      retry: "idempotent",
    });
  } catch (thrown) {
    const isUnderWay = isCloudError(thrown) && thrown.code === "transient_state";
    if (!isUnderWay && !isCloudError(thrown, "notFound")) throw thrown;
  }
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
        throw thrown;
      }
    },
  });
}
