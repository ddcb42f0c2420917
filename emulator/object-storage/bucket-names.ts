/**
 * Which names a bucket may have.
 * @module
 */
import { isIPv4 } from "node:net";

/** True for 3 to 63 lowercase letters, digits, hyphens and single dots, a letter or digit at both ends, and no address. */
export function isBucketName(name: string): boolean {
  const isPlain = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
  return isPlain && !name.includes("..") && !isIPv4(name);
}
