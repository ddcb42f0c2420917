/**
 * google.protobuf.Struct to and from plain property values.
 * @module
 */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isPropertyMap, SIGNATURE_KEY } from "../secrets/signature";
import type { PropertyMap, PropertyValue } from "../state/types";
import { mapValues } from "./values";

/** Marks a number that JSON does not have: its bits, as hexadecimal digits, stand beside it. */
const FLOAT = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";
/** How programs write the one that is none: of its many forms, states have this one. */
const NOT_A_NUMBER = "7fffffffffffffff";

/** Named property values as a message. */
export function toStruct(values: PropertyMap): Struct {
  return Struct.fromJavaScript(mapValues(values, toWire));
}

/** A message as named property values; an absent one is empty. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct === undefined ? {} : mapValues(struct.toJavaScript(), fromWire);
}

/** Whether a value stands for the number that is equal to none, itself included. */
export function isNotANumber(value: PropertyValue | undefined): boolean {
  return isFloat(value) && value.value === NOT_A_NUMBER;
}

function isFloat(value: PropertyValue | undefined): value is PropertyMap & { value: string } {
  return isPropertyMap(value) && value[SIGNATURE_KEY] === FLOAT;
}

function fromWire(value: PropertyValue): PropertyValue {
  if (typeof value === "number") return Number.isFinite(value) ? value : floatOf(value);
  if (Array.isArray(value)) return value.map(fromWire);
  return isPropertyMap(value) ? mapValues(value, fromWire) : value;
}

function toWire(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(toWire);
  if (!isPropertyMap(value)) return value;
  if (!isFloat(value)) return mapValues(value, toWire);
  return Buffer.from(value.value, "hex").readDoubleBE();
}

function floatOf(value: number): PropertyMap {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return {
    [SIGNATURE_KEY]: FLOAT,
    value: Number.isNaN(value) ? NOT_A_NUMBER : bits.toString("hex"),
  };
}
