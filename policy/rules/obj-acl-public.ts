import { BUCKET_ACL } from "../kinds";
import { isRecord, type Place } from "../place";
import { resourceRule } from "../rule";

const PUBLIC: ReadonlyMap<string, string> = new Map([
  ["public-read", "everybody lists it"],
  ["public-read-write", "everybody lists it and writes to it"],
  ["authenticated-read", "every key of every customer lists it"],
]);
const GROUPS: ReadonlyMap<string, string> = new Map([
  ["AllUsers", "everybody"],
  ["AuthenticatedUsers", "every key of every customer"],
]);

/** A bucket that the whole world can list, or even write to. */
export const objAclPublic = resourceRule<Place>({
  id: "obj-acl-public",
  severity: "critical",
  description: "No access control list opens a bucket to everybody.",
  remediation:
    "Take the list away, or make it `private`; open single folders by a `BucketPolicy`. Where the level is `remediate`, the list is made private.",
  types: [BUCKET_ACL],
  subjects: function* (list) {
    yield list.at("acl");
    yield* list.at("grants").items();
  },
  check: (place) => {
    if (place.path === "acl") {
      const meaning = PUBLIC.get(place.text() ?? "");
      return meaning === undefined ? undefined : `the list is ${String(place.text())}: ${meaning}`;
    }
    const who = GROUPS.get(place.at("group").text() ?? "");
    if (who === undefined) return undefined;
    return `${place.path} gives ${place.at("permission").text() ?? "a right"} to ${who}`;
  },
  remedy: (properties, list) => {
    const { acl, grants } = list.content;
    const lines = Array.isArray(grants) ? (grants as unknown[]) : [];
    const kept = lines.filter((line) => !(isRecord(line) && isGroup(line["group"])));
    const isOpen = kept.length < lines.length;
    const isPublic = typeof acl === "string" && PUBLIC.has(acl);
    if (isOpen) properties["grants"] = kept;
    if (!isPublic && !(isOpen && kept.length === 0)) return isOpen;
    delete properties["grants"];
    properties["acl"] = "private";
    return true;
  },
});

const isGroup = (value: unknown): boolean => typeof value === "string" && GROUPS.has(value);
