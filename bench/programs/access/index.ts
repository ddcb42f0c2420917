/**
 * COUNT applications, each with a policy and a key.
 * @module
 */
import * as scaleway from "pulumi-storage-access/scaleway";

const count = Number(process.env["COUNT"] ?? "0");
const project = scaleway.getDefaultProjectOutput();

for (let number = 0; number < count; number += 1) {
  const name = `app-${String(number)}`;
  const application = new scaleway.Application(name, { name });
  new scaleway.Policy(name, {
    name,
    applicationId: application.id,
    rules: [{ projectIds: [project.id], permissionSetNames: ["ObjectStorageReadOnly"] }],
  });
  new scaleway.ApiKey(name, { applicationId: application.id, defaultProjectId: project.id });
}
