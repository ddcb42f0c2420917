/**
 * A kind of resource that lives in memory, and a provider process around it: for tests of the handlers themselves.
 * @module
 */
import { define, type Handlers } from "../../provider/core/define";
import { kind, type AnyDefinition } from "../../provider/core/definition";
import { boolean, set, text } from "../../provider/core/rules";
import { markInput } from "../../provider/core/mark";
import { ProviderProcess } from "../../provider/core/process";
import { simulatedClock, type SimulatedClock } from "./simulated-clock";

/** A thing as its service has it. */
export interface Thing {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly place: string;
}

interface ThingModel extends Omit<Thing, "id"> {
  readonly gentle: boolean;
}

const anyText = text({ minimum: 1, maximum: 100 });

/** What a test gets: the handlers, the service's content, and what was said and called. */
export interface FakeKind {
  readonly handlers: Handlers;
  readonly definition: AnyDefinition;
  readonly things: Map<string, Thing>;
  /** Names of calls, in order. */
  readonly calls: string[];
  readonly lines: string[];
  readonly clock: SimulatedClock;
  /** Runs before each call, with its name; may throw. */
  before: (call: string) => void;
}

/** Inputs as the engine passes them. */
export const inputsOf = (given: Record<string, unknown> = {}): Record<string, unknown> => ({
  place: "here",
  mark: markInput("thing", { organization: "acme", urn: "urn:thing", owner: undefined }),
  __provider: "text",
  ...given,
});

/** Credentials, as variables. */
export const CREDENTIALS = {
  SCW_ACCESS_KEY: "SCWTEST0000000000000",
  SCW_SECRET_KEY: "00000000-0000-4000-8000-00000000cafe",
  SCW_DEFAULT_ORGANIZATION_ID: "0a0a0a0a-0000-4000-8000-000000000001",
};

/** How a fake kind differs from the plain one. */
export interface FakeOptions {
  /** Default: credentials alone. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the definition has instead of its own. */
  readonly adjust?: (definition: AnyDefinition) => Partial<AnyDefinition>;
  /** The service's content, from an earlier process. */
  readonly things?: Map<string, Thing>;
}

/** A kind in a fresh provider process. */
export function fakeKind(options: FakeOptions = {}): FakeKind {
  const { env = CREDENTIALS, adjust = () => ({}), things = new Map<string, Thing>() } = options;
  const calls: string[] = [];
  const lines: string[] = [];
  const clock = simulatedClock();
  const call = (name: string): void => {
    calls.push(name);
    fake.before(name);
  };
  const plain = inMemory(things, call);
  const definition = { ...plain, ...adjust(plain) };
  const say = (line: string): void => void lines.push(line);
  let random = 0;
  const process = new ProviderProcess({
    env: () => env,
    readFile: () => Promise.resolve(undefined),
    clock,
    random: () => (random += 0.001),
    log: () => ({ info: say, warn: say }),
  });
  const handlers = define(definition, process);
  const fake: FakeKind = {
    ...{ handlers, definition, things, calls, lines, clock },
    before: () => undefined,
  };
  return fake;
}

function inMemory(things: Map<string, Thing>, call: (name: string) => void): AnyDefinition {
  const put = (thing: Thing): Thing => {
    things.set(thing.id, thing);
    return thing;
  };
  return kind<ThingModel, Thing>({
    token: "scaleway:Application",
    noun: "thing",
    schema: 2,
    fields: {
      name: { rule: anyText, absent: "chosen" },
      tags: { rule: set(anyText), absent: { default: [] } },
      place: { rule: anyText, absent: "required", replaces: true },
      gentle: { rule: boolean(), absent: { default: false }, local: true },
    },
    produced: [],
    organization: ({ settings }) => Promise.resolve(settings.organizationId ?? ""),
    choose: (_context, { name }, naming) =>
      Promise.resolve(
        name === undefined ? { name: naming.name({ maximum: 20, forbidden: /[^a-z]/g }) } : {},
      ),
    list: () => {
      call("list");
      return Promise.resolve([...things.values()]);
    },
    get: (_context, id) => {
      call("get");
      return Promise.resolve(things.get(id));
    },
    make: (_context, { tags = [], place = "" }) => {
      call("make");
      // As services do that need a second call for a part of the wish.
      return Promise.resolve(put({ id: `id-${String(things.size + 1)}`, name: "", tags, place }));
    },
    aspects: [
      {
        fields: ["name", "tags"],
        write: (_context, live, _wish, changes) => {
          call("write");
          return Promise.resolve(put({ ...live, ...changes }));
        },
      },
    ],
    remove: (_context, id) => {
      call("remove");
      things.delete(id);
      return Promise.resolve();
    },
    model: ({ name, tags, place }) => ({ name, tags, place }),
    produce: () => ({ madeAt: new Date(0), nothing: undefined }),
  });
}
