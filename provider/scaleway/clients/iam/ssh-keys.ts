/**
 * IAM SSH keys: with what people sign in on the machines of a Project.
 * @module
 */
import { collection, type Collection } from "../collection";
import { queryOf, type Order } from "../search";
import { listAll, type Service } from "../service";
import type { WireObject } from "../wire";

/** A public key in a Project. */
export interface SshKey {
  /** A UUID. */
  readonly id: string;
  /** What people call it; several keys may have the same name. */
  readonly name: string;
  /** Type and key, without a comment. */
  readonly publicKey: string;
  /** Such as `256 MD5:fd:2d:...:7d (ssh-ed25519)`. */
  readonly fingerprint: string;
  /** The Project whose machines let its holder in. */
  readonly projectId: string;
  /** The Organization that it belongs to, a UUID. */
  readonly organizationId: string;
  /** True: it is kept, and lets nobody in. */
  readonly disabled: boolean;
  /** As the service writes it, such as `2026-05-21T14:55:59.968247Z`. */
  readonly createdAt: string;
  /** When it was last changed, in the same form. */
  readonly updatedAt: string;
}

/** What the caller decides about a new key. */
export type SshKeyInput = Pick<SshKey, "name" | "publicKey" | "projectId">;

/** Which keys to list; all of the Organization where nothing is given. */
export interface SshKeySearch {
  /** The exact name. */
  readonly name?: string | undefined;
  /** Those of this Project: the list that callers may see whose rights end there. */
  readonly projectId?: string | undefined;
  /** True: those that let nobody in; false: those that are in use. */
  readonly disabled?: boolean | undefined;
  /** Default `createdAtAsc`. */
  readonly orderBy?: Order<"createdAt" | "updatedAt" | "name"> | undefined;
}

/** Calls on SSH keys. */
export interface SshKeyCalls {
  /**
   * Oldest first, unless another order is asked for. Those of the whole Organization are shown only to who may see them
   * in every Project.
   */
  listSshKeys(search?: SshKeySearch): Promise<SshKey[]>;
  /** Undefined where there is none with that id. */
  getSshKey(id: string): Promise<SshKey | undefined>;
  /** A new key is never disabled. Sent once: a lost answer is the caller's to look into. */
  createSshKey(wanted: SshKeyInput): Promise<SshKey>;
  /** Fields that are not given stay as they are. */
  updateSshKey(id: string, patch: Partial<Pick<SshKey, "name" | "disabled">>): Promise<SshKey>;
  /** One that is gone already is fine. */
  deleteSshKey(id: string): Promise<void>;
}

const PATH = "/iam/v1alpha1/ssh-keys";
const LIST = { path: PATH, field: "ssh_keys", decode, identify: ({ id }: SshKey) => id };
const ORDER = "created_at_asc";

/** The calls on SSH keys. */
export function sshKeyCalls(service: Service): SshKeyCalls {
  const keys: Collection<SshKey> = collection<SshKey>(service, {
    ...LIST,
    nouns: ["SSH key", "SSH keys"],
    orderBy: ORDER,
  });
  return {
    listSshKeys: (search = {}) => {
      const { projectId } = search;
      if (projectId === undefined) return keys.list(search);
      const query = { order_by: ORDER, ...queryOf(search) };
      return listAll(service, { ...LIST, query, what: `SSH keys of Project ${projectId}` });
    },
    getSshKey: keys.get,
    createSshKey: ({ name, publicKey, projectId }) =>
      keys.create(name, { name, public_key: publicKey, project_id: projectId }),
    updateSshKey: (id, { name, disabled }) => keys.update(id, { name, disabled }),
    deleteSshKey: keys.remove,
  };
}

function decode(object: WireObject): SshKey {
  return {
    id: object.text("id"),
    name: object.text("name"),
    publicKey: object.text("public_key"),
    fingerprint: object.text("fingerprint"),
    projectId: object.text("project_id"),
    organizationId: object.text("organization_id"),
    disabled: object.flag("disabled"),
    createdAt: object.text("created_at"),
    updatedAt: object.text("updated_at"),
  };
}
