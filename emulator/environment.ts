/**
 * How a client is pointed at a local cloud: the vendor's own variables.
 * @module
 */
import type { CloudDescription } from "./cloud";

/** The variables with which a process acts as the Owner of that cloud. */
export function environmentOf({ scaleway }: CloudDescription): Record<string, string> {
  return {
    SCW_ACCESS_KEY: scaleway.accessKey,
    SCW_SECRET_KEY: scaleway.secretKey,
    SCW_DEFAULT_ORGANIZATION_ID: scaleway.organizationId,
    SCW_DEFAULT_PROJECT_ID: scaleway.defaultProjectId,
    SCW_DEFAULT_REGION: scaleway.region,
    SCW_API_URL: scaleway.apiUrl,
    SCW_S3_ENDPOINT: scaleway.s3Endpoint,
  };
}
