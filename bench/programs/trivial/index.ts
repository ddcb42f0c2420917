/**
 * COUNT dynamic resources that touch nothing: what remains is the engine's own cost.
 * @module
 */
import * as pulumi from "@pulumi/pulumi";

const PROVIDER =
  'exports.handler=()=>({create:async(inputs)=>({id:"trivial",outs:inputs}),diff:async()=>({changes:false})})';

class Trivial extends pulumi.CustomResource {
  constructor(name: string) {
    super("pulumi-nodejs:dynamic/bench:Trivial", name, { name, __provider: PROVIDER });
  }
}

const count = Number(process.env["COUNT"] ?? "0");
for (let number = 0; number < count; number += 1) new Trivial(`trivial-${String(number)}`);
