/**
 * The lines that point other tools at the local cloud, to be pasted into a shell.
 * @module
 */
import type { StackOutputs } from "./stack";

/** What to paste to use `aws`, `rclone` or `pulumi` with the cloud and the stack that are up. */
export function pointers(
  environment: NodeJS.ProcessEnv,
  outputs: StackOutputs,
  stack: string,
): string {
  const endpoint = environment["SCW_S3_ENDPOINT"] ?? "";
  const region = environment["SCW_DEFAULT_REGION"] ?? "";
  const deployment = Object.entries(environment)
    .filter(([name]) => /^(SCW|PULUMI)_/.test(name))
    .map(([name, value]) => `export ${name}='${value ?? ""}'`);
  return [
    "The cloud stays up until Ctrl-C. In another shell:",
    "",
    "# aws: the key that the stack gave out",
    `export AWS_ACCESS_KEY_ID=${outputs.accessKey} AWS_SECRET_ACCESS_KEY=${outputs.secretKey}`,
    `aws --endpoint-url ${endpoint} --region ${region} s3 ls`,
    "",
    "# rclone: the same key, no configuration file",
    `rclone lsd ":s3,provider=Other,env_auth=true,endpoint='${endpoint}',region=${region}:"`,
    "",
    "# pulumi, or the embedded engine: the same stack",
    ...deployment,
    `pulumi stack select organization/preferred-project/${stack} && pulumi preview`,
    `npx storage-access preview --stack ${stack}`,
    "",
  ].join("\n");
}
