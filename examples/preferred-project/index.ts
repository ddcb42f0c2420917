/**
 * The preferred-Project tutorial as a program: one application, its API key, a policy, and a second Project.
 *
 * The tutorial is told in steps; `pulumi config set step N` chooses how far the stack has come (default: the last step):
 *   1 an application without any policy, and its key, which prefers the default Project
 *   2 a policy: Object Storage in the default Project
 *   3 a second Project
 *   4 a second rule: Object Storage in the second Project as well
 *   5 the key prefers the second Project from now on: the same key, the same secret
 *   6 "all current Projects": a list made when the stack is deployed
 *   7 the whole Organization: current and future Projects
 * @module
 */
import * as pulumi from "@pulumi/pulumi";
import * as scaleway from "pulumi-storage-access/scaleway";

const LAST_STEP = 7;
const step = new pulumi.Config().getNumber("step") ?? LAST_STEP;

const FULL_ACCESS = { permissionSetNames: ["ObjectStorageFullAccess"] };
const defaultProject = scaleway.getDefaultProjectOutput();

const application = new scaleway.Application("app", { name: "my-test-app" });

const second =
  step >= 3 ? new scaleway.Project("second", { name: "my-second-project" }) : undefined;

const key = new scaleway.ApiKey("key", {
  applicationId: application.id,
  description: "The tutorial's key",
  // Editing the preferred Project keeps the key and its secret.
  defaultProjectId: second && step >= 5 ? second.id : defaultProject.id,
});

if (step >= 2) {
  new scaleway.Policy("policy", {
    name: "object-storage-full-access",
    applicationId: application.id,
    rules: rulesOf(step),
  });
}

/** What the tutorial's policy allows at a step. */
function rulesOf(step: number): scaleway.PolicyRuleArgs[] {
  const inDefault = { projectIds: [defaultProject.id], ...FULL_ACCESS };
  if (!second || step < 4) return [inDefault];
  if (step < 6) return [inDefault, { projectIds: [second.id], ...FULL_ACCESS }];
  // A list of what there is now: a Project made tomorrow is not in it.
  if (step === 6) return [{ projectIds: currentProjectIds(second), ...FULL_ACCESS }];
  // The Organization: a Project made tomorrow is covered as well.
  return [{ organizationId: defaultProject.organizationId, ...FULL_ACCESS }];
}

/** Every Project of the Organization at the time of the deployment, the one that this stack makes included. */
function currentProjectIds(second: scaleway.Project): pulumi.Output<string[]> {
  return pulumi
    .all([scaleway.getProjectsOutput(), second.id])
    .apply(([{ projects }, secondId]) => [
      ...new Set([...projects.map((project) => project.id), secondId]),
    ]);
}

export const accessKey = key.accessKey;
export const secretKey = key.secretKey;
export const defaultProjectId = defaultProject.id;
export const secondProjectId = second?.id;
/** The same key, acting in the second Project whatever it prefers. */
export const accessKeyInSecondProject = second && key.accessKeyFor(second.id);
