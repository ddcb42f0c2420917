/**
 * google.protobuf.Struct to and from plain property values.
 * @module
 */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PropertyMap } from "../state/types";

/** Named property values as a message. */
export function toStruct(values: PropertyMap): Struct {
  return Struct.fromJavaScript(values);
}

/** A message as named property values; an absent one is empty. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct === undefined ? {} : struct.toJavaScript();
}
