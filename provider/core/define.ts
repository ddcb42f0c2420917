/**
 * Turns a definition into the handlers that the engine's dynamic-provider process calls.
 * @module
 */
import { checkInputs, type CheckAnswer } from "./check";
import type { AnyDefinition } from "./definition";
import { diffInputs, type DiffAnswer } from "./diff";
import { CloudError, toCloudError } from "./errors";
import { create, read, remove, update, type Created } from "./lifecycle";
import { resourceName } from "./mark";
import { PartialFailure, type Beginning } from "./operation";
import { ProviderProcess, type ReadConfig } from "./process";
import type { Properties } from "./sanitize";

/** What the engine passes to `configure`. */
export interface ConfigureRequest {
  readonly config: { get(key: string): string | undefined };
}

/** The handlers of one kind, as Pulumi's dynamic-provider process calls them. */
export interface Handlers {
  configure(request: ConfigureRequest): Promise<void>;
  check(before: Properties, inputs: Properties): Promise<CheckAnswer>;
  diff(id: string, state: Properties, news: Properties): Promise<DiffAnswer>;
  create(inputs: Properties): Promise<Created>;
  read(
    id: string,
    state: Properties,
  ): Promise<{ id?: string; props?: Properties; inputs?: Properties }>;
  update(id: string, state: Properties, news: Properties): Promise<{ outs: Properties }>;
  delete(id: string, state: Properties): Promise<void>;
}

/**
 * The handlers of one kind. `configure` stores one promise synchronously, and every handler awaits it: the engine may call
 * a handler before `configure` has finished.
 */
export function define(definition: AnyDefinition, process = new ProviderProcess()): Handlers {
  const { token, noun } = definition;
  let configured: Promise<ReadConfig> = Promise.resolve(() => undefined);
  const attempt = async <T>(
    verb: string,
    properties: Properties,
    work: (beginning: Beginning) => T | Promise<T>,
  ): Promise<T> => {
    try {
      return await work({ definition, process, readConfig: await configured });
    } catch (thrown) {
      if (thrown instanceof PartialFailure) throw thrown;
      const resource = resourceName(properties);
      throw toCloudError(thrown, { operation: `${verb} ${noun}`, resource });
    }
  };
  return {
    configure: async ({ config }) => {
      configured = Promise.resolve((key: string) => config.get(key));
      await configured;
    },
    check: (before, inputs) =>
      attempt("check", inputs, () => {
        process.sightings.sawWish(before["mark"], inputs);
        process.sightings.sawWish(inputs["mark"], inputs);
        const { clock } = process.machine;
        return checkInputs(
          definition,
          { before, inputs },
          { clock, log: process.logFor(token, inputs) },
        );
      }),
    diff: (id, state, news) =>
      attempt("compare", news, () => {
        if (!process.sightings.holds(token, id, news["mark"]))
          throw heldTwice(definition, id, news);
        return diffInputs(definition, state, news);
      }),
    create: (inputs) => attempt("make", inputs, (beginning) => create(beginning, inputs)),
    read: (id, state) => attempt("read", state, (beginning) => read(beginning, { id, state })),
    update: (id, state, news) =>
      attempt("update", news, (beginning) => update(beginning, { id, state, news })),
    delete: (id, state) =>
      attempt("delete", state, (beginning) => remove(beginning, { id, state })),
  };
}

function heldTwice({ noun }: AnyDefinition, id: string, news: Properties): CloudError {
  return new CloudError({
    kind: "conflict",
    code: "held_by_another",
    operation: `compare ${noun}`,
    resource: resourceName(news),
    answer: `another resource of this stack holds ${id} as well`,
    hint: "Remove one of the two from the state (`pulumi state delete URN`), then run the deployment again.",
  });
}

/** The text that leads the engine to the handlers of a kind: constant and short, because every state holds it twice. */
export function providerText(token: string): string {
  return `exports.handler=()=>require("pulumi-storage-access/handlers")("${token}")`;
}
