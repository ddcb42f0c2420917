/**
 * Keys of configuration values: a namespace and a name.
 * @module
 */

/**
 * The full form `namespace:name` of a key. A bare name belongs to the project; `namespace:config:name` is the form of
 * old. `place` says where the key was found, for the error.
 */
export function qualifyKey(key: string, projectName: string, place: string): string {
  const parts = key.split(":");
  if (parts.length === 3 && parts[1] === "config") parts.splice(1, 1);
  if (parts.length === 1) parts.unshift(projectName);
  if (parts.length === 2 && parts.every((part) => part !== "")) return parts.join(":");
  throw new Error(
    `"${key}" in ${place} is not a configuration key: use name or namespace:name, such as ${projectName}:region.`,
  );
}
