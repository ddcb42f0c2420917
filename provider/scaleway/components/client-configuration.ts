/**
 * Ready-made configuration of S3 tools.
 * @module
 */

/** What a tool needs to know. */
export interface ClientAccess {
  /** The tool's name for it. */
  readonly name: string;
  /** The address of Object Storage in the region. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKey: string;
  /** Undefined: the secret is elsewhere, as `secretPlace` says. */
  readonly secretKey: string | undefined;
  readonly secretPlace: string;
}

/** Text that tools take for a name. */
export const toolName = (name: string): string => name.replace(/[^\w-]+/g, "-");

/** A line with the secret, or one that says where it is. */
function secretLine(key: string, { secretKey, secretPlace }: ClientAccess): string {
  return secretKey === undefined ? `# ${key}: in ${secretPlace}` : `${key} = ${secretKey}`;
}

/** A section for `~/.aws/config` of the AWS CLI; the SDKs read it, too. */
export function awsProfile(access: ClientAccess): string {
  return lines([
    `[profile ${toolName(access.name)}]`,
    `aws_access_key_id = ${access.accessKey}`,
    secretLine("aws_secret_access_key", access),
    `region = ${access.region}`,
    `endpoint_url = ${access.endpoint}`,
    "request_checksum_calculation = when_required",
    "response_checksum_validation = when_required",
  ]);
}

/** A section for `rclone.conf`. */
export function rcloneRemote(access: ClientAccess): string {
  return lines([
    `[${toolName(access.name)}]`,
    "type = s3",
    "provider = Scaleway",
    `access_key_id = ${access.accessKey}`,
    secretLine("secret_access_key", access),
    `region = ${access.region}`,
    `endpoint = ${access.endpoint}`,
    "acl = private",
  ]);
}

/** The command that tells the MinIO client of it, which asks for a secret that is not given. */
export function minioAlias({ name, endpoint, accessKey, secretKey }: ClientAccess): string {
  const words = ["mc alias set", toolName(name), endpoint, accessKey];
  return [...words, ...(secretKey === undefined ? [] : [secretKey]), "--api S3v4"].join(" ");
}

const lines = (text: readonly string[]): string => `${text.join("\n")}\n`;
