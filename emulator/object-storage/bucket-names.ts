/**
 * Which names a bucket may have.
 * @module
 */
import { isIPv4 } from "node:net";

/**
 * What is wrong with a bucket's name.
 * @returns undefined when nothing is
 */
export function bucketNameFault(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "A bucket name has 3 to 63 characters.";
  if (!/^[a-z0-9.-]*$/.test(name)) {
    return "A bucket name consists of lowercase letters, digits, hyphens and dots.";
  }
  if (!/^[a-z0-9].*[a-z0-9]$/.test(name)) {
    return "A bucket name begins and ends with a letter or a digit.";
  }
  if (name.includes("..")) return "A bucket name has no two dots side by side.";
  if (isIPv4(name)) return "A bucket name is no IP address.";
  return undefined;
}
