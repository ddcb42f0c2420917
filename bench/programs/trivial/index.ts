/**
 * COUNT dynamic resources of PROPERTIES properties that touch nothing: what remains is the cost of engine and SDK.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";

const PROVIDER =
  'exports.handler=()=>({create:async(inputs)=>({id:"trivial",outs:inputs}),diff:async()=>({changes:false})})';

/** A name and the provider are two; the others have no value, as most outputs of a resource that is not made yet. */
const others = Math.max(0, Number(process.env["PROPERTIES"] ?? "2") - 2);
const absent = Object.fromEntries(
  Array.from({ length: others }, (_, index) => [`property${String(index)}`, undefined]),
);

class Trivial extends pulumi.CustomResource {
  constructor(name: string) {
    super("pulumi-nodejs:dynamic/bench:Trivial", name, { ...absent, name, __provider: PROVIDER });
  }
}

const count = Number(process.env["COUNT"] ?? "0");
for (let number = 0; number < count; number += 1) new Trivial(`trivial-${String(number)}`);
