import { magicOf } from "../../../engine/state/checkpoint";
import { integrityProblem } from "../../../engine/state/integrity";
import type { ResourceState } from "../../../engine/state/types";
import { entry, PROVIDER_URN, stackEntry, urnOf } from "./samples";

const version = "v3.260.0";

function problemOf(...resources: ResourceState[]): string | undefined {
  return integrityProblem({ manifest: { time: "", magic: magicOf(version), version }, resources });
}

describe("a state is whole when", () => {
  it("it is empty", () => expect(problemOf()).toBeUndefined());

  it("all that entries refer to stands before them", () => {
    const provider = entry("default", {
      urn: PROVIDER_URN,
      type: "pulumi:providers:pulumi-nodejs",
    });
    const a = entry("a", { provider: `${PROVIDER_URN}::id-of-default` });
    const b = entry("b", {
      parent: a.urn,
      dependencies: [a.urn],
      propertyDependencies: { x: [a.urn] },
      deletedWith: a.urn,
    });
    expect(problemOf(stackEntry(), provider, a, b)).toBeUndefined();
  });

  it("all but one entry of a URN are marked for deletion, or all are", () => {
    const old = entry("a", { delete: true });
    expect(problemOf(entry("a"), old)).toBeUndefined();
    expect(problemOf(old, { ...old })).toBeUndefined();
  });

  it("what is about to be replaced has lost its provider", () => {
    const provider = `${PROVIDER_URN}::gone`;
    expect(problemOf(entry("a", { provider, pendingReplacement: true }))).toBeUndefined();
  });
});

describe("a state is broken when", () => {
  it("the manifest's magic is not its version's", () => {
    const manifest = { time: "", magic: "x", version };
    expect(integrityProblem({ manifest, resources: [] })).toMatch(/magic/);
  });

  it.each<[string, Partial<ResourceState>]>([
    ["has the parent", { parent: urnOf("b") }],
    ["depends on", { dependencies: [urnOf("b")] }],
    ["has a property that depends on", { propertyDependencies: { x: [urnOf("b")] } }],
    ["is deleted with", { deletedWith: urnOf("b") }],
  ])("an entry %s one that is missing or comes later", (words, reference) => {
    const a = entry("a", reference);
    expect(problemOf(a)).toBe(`${a.urn} ${words} ${urnOf("b")}, which is missing`);
    expect(problemOf(a, entry("b"))).toMatch(/which stands after it$/);
  });

  it("a provider is missing, has another id, or is no reference at all", () => {
    const provider = entry("default", {
      urn: PROVIDER_URN,
      type: "pulumi:providers:pulumi-nodejs",
    });
    expect(problemOf(provider, entry("a", { provider: `${PROVIDER_URN}::other` }))).toMatch(
      /other/,
    );
    expect(problemOf(entry("a", { provider: "nonsense" }))).toMatch(/not <urn>::<id>/);
    expect(problemOf({ ...provider, id: "" })).toMatch(/has no id/);
  });

  it("a URN is there twice, a component has an id, or a URN or type is missing", () => {
    expect(problemOf(entry("a"), entry("a"))).toMatch(/there twice/);
    expect(problemOf(stackEntry({ id: "x" }))).toMatch(/not custom/);
    expect(problemOf(entry("a", { type: "" }))).toMatch(/no type/);
    expect(problemOf(entry("a", { urn: "" }))).toMatch(/no urn/);
  });
});
