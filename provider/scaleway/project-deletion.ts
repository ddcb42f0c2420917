/**
 * The end of a Project: empty, or with everything in it where the program says so by its name.
 * @module
 */
import type { Context } from "../core/context";
import type { Checked, Removal } from "../core/definition";
import { CloudError, isCloudError } from "../core/errors";
import { quote } from "../core/fields";
import type { Properties } from "../core/sanitize";
import { isUnknown } from "../core/unknown";
import { cloudFor, organizationId } from "./cloud";
import { contentOf } from "./project-content";

const DEFAULT_NAME = "default";

/** The safeguard must hold the Project's own name, where both are known. */
export function checkDeletion(inputs: Properties, { report, warn }: Checked): void {
  const { name, adopt, deleteWithResources: safeguard } = inputs;
  if (adopt === "existing" && name === DEFAULT_NAME) {
    warn("the default Project cannot be deleted: give the resource the option retainOnDelete");
  }
  if (typeof safeguard !== "string" || isUnknown(safeguard)) return;
  if (safeguard === DEFAULT_NAME) {
    report("deleteWithResources", "the default Project cannot be deleted");
  } else if (typeof name === "string" && !isUnknown(name) && name !== safeguard) {
    const text = `${quote(safeguard)} is not the Project's name, ${quote(name)}: it must be, so that nothing is deleted by mistake`;
    report("deleteWithResources", text);
  }
}

/**
 * Deletes a Project, and waits until it is gone.
 * @throws CloudError that names what is left in it
 */
export async function removeProject(
  context: Context,
  id: string,
  { state }: Removal,
): Promise<void> {
  const { account } = cloudFor(context);
  if (id === (await organizationId(context))) throw undeletable(id);
  const { deleteWithResources: safeguard, name } = state;
  if (typeof safeguard === "string") {
    if (safeguard !== name) throw otherName(id, String(name), safeguard);
    context.log.info(`deletes Project ${id} (${safeguard}) with everything in it`);
    await account.deleteProjectWithResources(id, safeguard);
    return;
  }
  try {
    await account.deleteProject(id);
  } catch (thrown) {
    const isInUse = isCloudError(thrown) && thrown.code === "resource_still_in_use";
    throw isInUse ? await explained(context, id, thrown) : thrown;
  }
}

async function explained(context: Context, id: string, error: CloudError): Promise<CloudError> {
  const { found, unseen } = await contentOf(context, id);
  const seen =
    found.length === 0
      ? "No bucket and no SSH key is left that the caller can see: it must be something of another product, such as a default security group."
      : `Left in it: ${found.join("; ")}.`;
  const hidden = unseen.length === 0 ? "" : ` Could not look for ${unseen.join(", ")}.`;
  return error.with({
    hint: `${seen}${hidden} Remove it, or keep the Project with \`retainOnDelete\`; deleteWithResources: "<the Project's name>" deletes everything in it.`,
  });
}

function undeletable(id: string): CloudError {
  return new CloudError({
    kind: "precondition",
    code: "default_project",
    operation: "delete Project",
    resource: id,
    answer: "it is the Organization's default Project, which cannot be deleted",
    hint: "Give the resource the option retainOnDelete and run `up` once, then remove it from the program; or take it out of the state (`pulumi state delete URN`).",
  });
}

function otherName(id: string, name: string, safeguard: string): CloudError {
  return new CloudError({
    kind: "precondition",
    code: "other_name",
    operation: "delete Project with its resources",
    resource: id,
    answer: `its name is ${quote(name)}, and deleteWithResources says ${quote(safeguard)}`,
    hint: "Nothing was deleted. Put the Project's name into deleteWithResources and run `up` once, or leave it out.",
  });
}
