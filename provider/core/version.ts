/**
 * The package's version, told to the services in the User-Agent. A test compares it with package.json, which
 * compiled code and sources could only read by different paths.
 * @module
 */
export const version = "0.1.0";
