/**
 * `s3://bucket/prefix?...`: where a bucket is, with the parameters of the Pulumi CLI.
 * @module
 */

/** A bucket, and how it is reached. What is undefined the AWS_* variables and the AWS profile decide. */
export interface BucketAddress {
  bucket: string;
  /** In front of every key; empty, or ending in "/". */
  prefix: string;
  endpoint: string | undefined;
  region: string | undefined;
  /** The profile of the AWS files that holds the credentials. */
  profile: string | undefined;
  isPathStyle: boolean;
  isAccelerated: boolean;
  isDualStack: boolean;
  isFips: boolean;
  requestChecksums: Checksums | undefined;
  responseChecksums: Checksums | undefined;
  /** How the service is to encrypt what it keeps. */
  encryption: Encryption | undefined;
  encryptionKey: string | undefined;
}

type Checksums = "WHEN_SUPPORTED" | "WHEN_REQUIRED";
const ENCRYPTIONS = ["AES256", "aws:kms", "aws:kms:dsse"] as const;
type Encryption = (typeof ENCRYPTIONS)[number];

/** Parameters of the Pulumi CLI that change nothing here, or are read under another name. */
const TEXTS = [
  "endpoint",
  "region",
  "profile",
  "ssetype",
  "kmskeyid",
  "request_checksum_calculation",
  "response_checksum_validation",
  // Which SDK the Pulumi CLI of old was to use.
  "awssdk",
] as const;
type TextOf = (name: (typeof TEXTS)[number]) => string | undefined;
const SWITCHES = [
  "s3ForcePathStyle",
  "use_path_style",
  "hostname_immutable",
  "disableSSL",
  "disable_https",
  "accelerate",
  "dualstack",
  "fips",
] as const;
/** Parameters of the Pulumi CLI that this engine does not have. */
const MISSING = ["role", "anonymous", "rate_limiter_capacity"];

const TRUE = ["1", "t", "T", "true", "TRUE", "True"];
const FALSE = ["0", "f", "F", "false", "FALSE", "False"];

/** Reads the URL of a bucket. Throws, naming the parameter, for what the Pulumi CLI refuses or this engine does not have. */
export function parseBucketUrl(text: string, environment: NodeJS.ProcessEnv): BucketAddress {
  const url = parsed(text);
  const parameters = readParameters(url);
  const value: TextOf = (name) => parameters.get(name);
  const isOn = (...names: (typeof SWITCHES)[number][]): boolean =>
    names.some((name) => booleanOf(name, parameters.get(name) ?? "false"));
  const endpoint = endpointOf(value("endpoint"), isOn("disableSSL"));
  if (endpoint === undefined && isOn("disableSSL", "disable_https")) throw notHere("disableSSL");
  const requestChecksums =
    checksumsOf("request_checksum_calculation", value) ?? defaultChecksums(endpoint, environment);
  const folder = decodeURIComponent(url.pathname).replace(/^\/+/, "");
  return {
    bucket: url.hostname,
    prefix: folder === "" || folder.endsWith("/") ? folder : `${folder}/`,
    endpoint,
    region: value("region") ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"],
    profile: value("profile"),
    isPathStyle: isOn("s3ForcePathStyle", "use_path_style", "hostname_immutable"),
    isAccelerated: isOn("accelerate"),
    isDualStack: isOn("dualstack"),
    isFips: isOn("fips"),
    requestChecksums,
    responseChecksums: checksumsOf("response_checksum_validation", value),
    encryption: encryptionOf(value("ssetype")),
    encryptionKey: value("kmskeyid"),
  };
}

/** The URL without its parameters, for messages. */
export function bucketName({ bucket, prefix }: BucketAddress): string {
  return `s3://${bucket}${prefix === "" ? "" : `/${prefix.slice(0, -1)}`}`;
}

function parsed(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.hostname && url.username === "" && url.password === "") return url;
  throw new Error(
    "The backend URL names no bucket. Write it as s3://BUCKET or s3://BUCKET/FOLDER, with parameters such as " +
      "?endpoint=https://s3.fr-par.scw.cloud&region=fr-par behind it; credentials come from the AWS_* variables.",
  );
}

function readParameters({ searchParams }: URL): Map<string, string> {
  const parameters = new Map<string, string>();
  const known: readonly string[] = [...TEXTS, ...SWITCHES];
  for (const [name, value] of searchParams) {
    if (MISSING.includes(name)) throw notHere(name);
    if (!known.includes(name)) {
      throw new Error(
        `The backend URL has the parameter "${name}", which neither the Pulumi CLI nor this engine knows. ` +
          `They know ${known.join(", ")}.`,
      );
    }
    if (value !== "" && !parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

function notHere(name: string): Error {
  return new Error(
    `The embedded engine does not have the parameter "${name}" of the backend URL as it stands there. Leave it out, or ` +
      "use the Pulumi CLI with this backend.",
  );
}

function booleanOf(name: string, text: string): boolean {
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  throw new Error(`The parameter ${name} of the backend URL is true or false, not "${text}".`);
}

function endpointOf(text: string | undefined, isPlain: boolean): string | undefined {
  if (text === undefined || text.includes("://")) return text;
  return `${isPlain ? "http" : "https"}://${text}`;
}

function checksumsOf(
  name: "request_checksum_calculation" | "response_checksum_validation",
  textOf: TextOf,
): Checksums | undefined {
  const text = textOf(name);
  if (text === undefined) return undefined;
  const mode = text.toUpperCase();
  if (mode === "WHEN_SUPPORTED" || mode === "WHEN_REQUIRED") return mode;
  throw new Error(
    `The parameter ${name} of the backend URL is when_supported or when_required, not "${text}".`,
  );
}

/** Other services than AWS need not know the checksums that the SDK would add, as the Pulumi CLI has it too. */
function defaultChecksums(
  endpoint: string | undefined,
  environment: NodeJS.ProcessEnv,
): "WHEN_REQUIRED" | undefined {
  const isDecided = (environment["AWS_REQUEST_CHECKSUM_CALCULATION"] ?? "") !== "";
  return endpoint === undefined || isDecided ? undefined : "WHEN_REQUIRED";
}

function encryptionOf(text: string | undefined): Encryption | undefined {
  if (text === undefined) return undefined;
  const found = ENCRYPTIONS.find((name) => name.toLowerCase() === text.toLowerCase());
  if (found) return found;
  throw new Error(
    `The parameter ssetype of the backend URL is ${ENCRYPTIONS.join(" or ")}, not "${text}".`,
  );
}
