/**
 * IAM applications: identities for programs.
 * @module
 */
import { collection, commonFields, type Described, type Owned } from "../collection";
import type { Order } from "../search";
import type { Service } from "../service";

/** An identity for a program. */
export interface Application extends Owned, Described {
  /** A UUID, by which policies, keys and groups name it. */
  readonly id: string;
  /** How many API keys it has. */
  readonly apiKeyCount: number;
}

/** Which applications to list; all of the Organization where nothing is given. */
export interface ApplicationSearch {
  /** The exact name. */
  readonly name?: string | undefined;
  /** True: those that can be changed; false: those that cannot. */
  readonly editable?: boolean | undefined;
  /** Those of these ids. */
  readonly applicationIds?: readonly string[] | undefined;
  /** Those that have this tag. */
  readonly tag?: string | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt" | "updatedAt" | "name"> | undefined;
}

/** Calls on applications. */
export interface ApplicationCalls {
  /** Oldest first, unless another order is asked for. */
  listApplications(search?: ApplicationSearch): Promise<Application[]>;
  /** Undefined where there is none with that id. */
  getApplication(id: string): Promise<Application | undefined>;
  /** Sent once: a lost answer is the caller's to look into. */
  createApplication(wanted: Described): Promise<Application>;
  /** Fields that are not given stay as they are. */
  updateApplication(id: string, patch: Partial<Described>): Promise<Application>;
  /** One that is gone already is fine. Its API keys go with it; its policies stay, without a principal. */
  deleteApplication(id: string): Promise<void>;
}

/** The calls on applications. */
export function applicationCalls(service: Service): ApplicationCalls {
  const applications = collection<Application>(service, {
    path: "/iam/v1alpha1/applications",
    field: "applications",
    nouns: ["application", "applications"],
    orderBy: "created_at_asc",
    decode: (object) => ({
      ...commonFields(object),
      id: object.text("id"),
      apiKeyCount: object.count("nb_api_keys"),
    }),
    identify: ({ id }) => id,
  });
  return {
    listApplications: applications.list,
    getApplication: applications.get,
    createApplication: ({ name, description, tags }) =>
      applications.create(name, { name, description, tags }),
    updateApplication: (id, { name, description, tags }) =>
      applications.update(id, { name, description, tags }),
    deleteApplication: applications.remove,
  };
}
