import { integrityProblem } from "../../../engine/state/integrity";
import { Ledger } from "../../../engine/state/ledger";
import type { Deployment, ResourceState } from "../../../engine/state/types";
import { entry, PROVIDER_URN, stackEntry, STACK_URN, urnOf } from "./samples";

const manifest = { time: "2026-01-02T03:04:05Z", magic: "", version: "" };

function deployment(...resources: ResourceState[]): Deployment {
  return { manifest, resources };
}

function namesIn(ledger: Ledger): string[] {
  const snapshot = ledger.snapshot();
  expect(integrityProblem(snapshot)).toBeUndefined();
  return snapshot.resources.map(({ urn, delete: old }) => {
    const name = urn.split("::").pop() ?? "";
    return old ? `${name} (old)` : name;
  });
}

describe("the order of the state", () => {
  it("is: operated on, by completion; then what nothing touched", () => {
    const [a, b, c] = [entry("a"), entry("b"), entry("c")];
    const ledger = new Ledger(deployment(a, b, c));
    ledger.commit({ put: entry("c"), supersedes: c });
    ledger.commit({ put: entry("new") });
    expect(namesIn(ledger)).toEqual(["c", "new", "a", "b"]);
  });

  it("keeps the place of an entry operated on when a later step stands in for it", () => {
    const ledger = new Ledger(deployment());
    const stack = stackEntry();
    ledger.commit({ put: stack });
    ledger.commit({ put: entry("a") });
    ledger.commit({ put: stackEntry({ outputs: { done: true } }), supersedes: stack });
    expect(namesIn(ledger)).toEqual(["test-dev", "a"]);
    expect(ledger.snapshot().resources[0]?.outputs).toEqual({ done: true });
  });

  it("puts every entry after those that it refers to, whatever completed first", () => {
    const provider = entry("default", {
      urn: PROVIDER_URN,
      type: "pulumi:providers:pulumi-nodejs",
    });
    const a = entry("a");
    const ledger = new Ledger(deployment(provider, a));
    const b = entry("b", { dependencies: [a.urn], provider: `${PROVIDER_URN}::${provider.id!}` });
    ledger.commit({ put: entry("c", { deletedWith: b.urn, parent: STACK_URN }) });
    ledger.commit({ put: b });
    ledger.commit({ put: stackEntry() });
    expect(namesIn(ledger)).toEqual(["test-dev", "default", "a", "b", "c"]);
  });

  it("bears a chain of ten thousand dependencies, last one first", () => {
    const ledger = new Ledger(deployment());
    for (let index = 9_999; index >= 0; index--) {
      const dependencies = index === 0 ? [] : [urnOf(String(index - 1))];
      ledger.commit({ put: entry(String(index), { dependencies }) });
    }
    expect(namesIn(ledger).slice(0, 3)).toEqual(["0", "1", "2"]);
  });
});

describe("a replacement", () => {
  it("marks the old half when the new one is put, and drops it at the end", () => {
    const old = entry("a");
    const ledger = new Ledger(deployment(old));
    ledger.commit({ put: entry("a", { id: "second" }) });
    expect(namesIn(ledger)).toEqual(["a", "a (old)"]);
    ledger.commit({ drop: old });
    expect(namesIn(ledger)).toEqual(["a"]);
  });

  it("that deletes first keeps the old entry, marked, until the new one stands in for it", () => {
    const old = entry("a");
    const ledger = new Ledger(deployment(old));
    const waiting = { ...old, pendingReplacement: true };
    ledger.commit({ put: waiting, supersedes: old });
    ledger.commit({ put: entry("a", { id: "second" }), supersedes: waiting });
    expect(namesIn(ledger)).toEqual(["a"]);
  });
});

describe("references", () => {
  it("follow an entry to its new name", () => {
    const parent = entry("parent");
    const child = entry("child", {
      parent: parent.urn,
      dependencies: [parent.urn],
      propertyDependencies: { x: [parent.urn] },
      deletedWith: parent.urn,
    });
    const ledger = new Ledger(deployment(parent, child));
    ledger.commit({ put: entry("renamed"), supersedes: parent });
    expect(namesIn(ledger)).toEqual(["renamed", "child"]);
    expect(child).toMatchObject({ parent: urnOf("renamed"), deletedWith: urnOf("renamed") });
  });

  it("to a provider follow it too, with its id", () => {
    const provider = entry("p", { type: "pulumi:providers:pulumi-nodejs", id: "uuid" });
    const user = entry("a", { provider: `${provider.urn}::uuid` });
    const ledger = new Ledger(deployment(provider, user));
    const renamed = entry("q", { type: "pulumi:providers:pulumi-nodejs", id: "uuid" });
    ledger.commit({ put: renamed, supersedes: provider });
    ledger.snapshot();
    expect(user.provider).toBe(`${urnOf("q")}::uuid`);
  });

  it("to an entry that is gone are taken out", () => {
    const gone = entry("gone");
    const left = entry("left", {
      parent: gone.urn,
      dependencies: [gone.urn, urnOf("other")],
      propertyDependencies: { x: [gone.urn] },
    });
    const ledger = new Ledger(deployment(gone, entry("other"), left));
    ledger.commit({ drop: gone });
    expect(namesIn(ledger)).toEqual(["other", "left"]);
    expect(left).not.toHaveProperty("parent");
    expect(left.propertyDependencies).toEqual({ x: [] });
  });

  it("stay when an entry is gone and made again", () => {
    const gone = entry("gone");
    const left = entry("left", { dependencies: [gone.urn] });
    const ledger = new Ledger(deployment(gone, left));
    ledger.commit({ drop: gone });
    ledger.commit({ put: entry("gone", { id: "second" }) });
    expect(namesIn(ledger)).toEqual(["gone", "left"]);
    expect(left.dependencies).toEqual([gone.urn]);
  });
});

describe("pending operations", () => {
  it("stand in the state from their beginning until a change settles them", () => {
    const killed = { type: "creating", resource: entry("killed") } as const;
    const ledger = new Ledger({ ...deployment(), pending_operations: [killed] });
    const creating = { type: "creating", resource: entry("a") } as const;
    ledger.begin(creating);
    expect(ledger.snapshot().pending_operations).toEqual([killed, creating]);
    ledger.commit({ settles: creating, put: entry("a") });
    ledger.commit({ settles: killed });
    expect(ledger.snapshot()).not.toHaveProperty("pending_operations");
  });
});

describe("a change", () => {
  it("of an entry that the state does not have is an error naming it", () => {
    const ledger = new Ledger(deployment(entry("a")));
    expect(() => ledger.commit({ drop: entry("a") })).toThrow(urnOf("a"));
    expect(() => ledger.commit({ put: entry("a"), supersedes: entry("a") })).toThrow(urnOf("a"));
  });
});
