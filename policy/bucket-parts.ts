/**
 * What belongs to a bucket: which resources of the program are about the same one.
 * @module
 */
import { BUCKET } from "./kinds";
import type { Declared } from "./declared";
import type { Stack } from "./stack";

/** The bucket that a part names, by its name, or by its URN where the name is not known yet. @throws Undecidable */
export function bucketIdOf(stack: Stack, part: Declared): string | undefined {
  const place = part.at("bucket");
  if (!place.isUnknown) return place.text();
  const [urn] = (part.dependencies["bucket"] ?? []).filter(
    (each) => stack.byId(each)?.type === BUCKET,
  );
  return part.referenceAt("bucket") ?? urn ?? place.text();
}

/** The name of a bucket of the program, or its URN where the name is not known yet. */
export function idOfBucket(stack: Stack, bucket: Declared): string {
  const name = bucket.at("name");
  if (name.isGiven && !name.isUnknown) return name.text() ?? bucket.urn;
  return stack.idOf(bucket);
}

/** The resource that makes a bucket, if it is of the program. */
export function bucketOf(stack: Stack, part: Declared): Declared | undefined {
  const id = bucketIdOf(stack, part);
  return stack.of(BUCKET).find((bucket) => bucket.urn === id || idOfBucket(stack, bucket) === id);
}

/** The parts of one kind that belong to a bucket. @throws Undecidable */
export function partsOf(stack: Stack, bucket: Declared, type: string): Declared[] {
  return stack.of(type).filter((part) => bucketOf(stack, part) === bucket);
}
