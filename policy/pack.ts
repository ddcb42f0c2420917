/**
 * The pack by itself: what `--policy-pack node_modules/pulumi-storage-access-policy` runs.
 *
 * `STORAGE_ACCESS_PRESET` names another preset than `starter`; `STORAGE_ACCESS_REMEDIATE=1` lets rules put right what they
 * can. Levels, settings and waivers come from `--policy-pack-config`.
 * @module
 */
import { PolicyPack } from "@pulumi/policy";
import { accessPolicies } from "./policies";
import { PRESETS, type Preset } from "./presets";

const wanted = process.env["STORAGE_ACCESS_PRESET"] ?? "starter";
if (!PRESETS.includes(wanted as Preset)) {
  throw new Error(
    `STORAGE_ACCESS_PRESET is "${wanted}": there is no such preset. Give ${PRESETS.join(", ")}.`,
  );
}

new PolicyPack("pulumi-storage-access", {
  description: "Who gains what access to object storage, decided at preview",
  displayName: "Access to object storage",
  provider: "scaleway",
  policies: accessPolicies({
    preset: wanted as Preset,
    remediate: process.env["STORAGE_ACCESS_REMEDIATE"] === "1",
  }),
});
