/**
 * Turns a definition into the handlers that the engine's dynamic-provider process calls.
 * @module
 */
import { foretell, isAdopted, keepingAbsent, undecided, wantsToAdopt } from "./adopt";
import { checkInputs, type CheckAnswer, type CheckFailure } from "./check";
import type { AnyDefinition } from "./definition";
import { diffInputs, type DiffAnswer } from "./diff";
import { CloudError, DEBUG_VARIABLE, explainedError, isCloudError, toCloudError } from "./errors";
import type { Report } from "./fields";
import type { Created } from "./finish";
import { create, read, remove, update } from "./lifecycle";
import { resourceName, withKnownMark } from "./mark";
import { serviceTime } from "./service-time";
import { registerSecretInputs, secretNames } from "./secret-inputs";
import { begin, PartialFailure, type Beginning } from "./operation";
import { ProviderProcess, type ReadConfig } from "./process";
import type { Properties } from "./sanitize";
import { idsOf } from "./succession";
import { notKnown } from "./unknown";

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

/** The handlers of one kind. */
export function define(definition: AnyDefinition, process = new ProviderProcess()): Handlers {
  const { token } = definition;
  const { configure, attempt } = configurable(definition, process);
  return {
    configure,
    check: (before, told) => {
      const inputs = withKnownMark(before, told);
      return attempt("check", inputs, before, async (beginning) => {
        if (Object.keys(before).length > 0) process.sightings.sawState();
        process.sightings.sawWish(before["mark"], inputs);
        process.sightings.sawWish(inputs["mark"], inputs);
        const log = process.logFor(token, inputs);
        const asks = definition.foresight?.beforeCheck(inputs, before, process.machine.clock.now());
        const { now, failures } = await foreseen(beginning, inputs, asks);
        const answer = checkInputs(definition, { before, inputs }, { now, log });
        answer.failures.push(...failures);
        const isNew = Object.keys(before).length === 0;
        if (isNew && answer.failures.length === 0 && wantsToAdopt(inputs)) {
          const open = undecided(definition, answer.inputs);
          if (open.length > 0) log.info(`what it adopts is not known yet: ${notKnown(open)}`);
          else await foretell(await begin(beginning, "read", inputs), answer.inputs);
        }
        return answer;
      });
    },
    diff: (id, state, news) =>
      attempt("compare", news, state, async (beginning) => {
        process.sightings.sawState();
        for (const own of idsOf(definition, id, state)) {
          if (!process.sightings.holds(token, own, news["mark"])) {
            throw heldTwice(definition, own, news);
          }
        }
        const holding = isAdopted(state, news) ? keepingAbsent(definition) : definition;
        const asks = definition.foresight?.beforeDiff(state, news, process.machine.clock.now());
        const { now } = await foreseen(beginning, news, asks);
        return diffInputs(holding, { state, news, now });
      }),
    create: (inputs) => attempt("make", inputs, {}, (beginning) => create(beginning, inputs)),
    read: (id, state) => {
      process.sightings.sawState();
      return attempt("read", state, {}, (beginning) => read(beginning, { id, state }));
    },
    update: (id, state, news) =>
      attempt("update", news, state, (beginning) => update(beginning, { id, state, news })),
    delete: (id, state) => {
      process.sightings.sawState();
      return attempt("delete", state, {}, (beginning) => remove(beginning, { id, state }));
    },
  };
}

/**
 * Runs one handler with its configuration; what it throws is explained, and free of the secrets among the properties, those
 * of the last run included.
 */
type Attempt = <T>(
  verb: string,
  properties: Properties,
  before: Properties,
  work: (beginning: Beginning) => T | Promise<T>,
) => Promise<T>;

/**
 * `configure` stores one promise, synchronously, and every handler awaits it: the engine may call a handler before
 * `configure` has finished.
 */
function configurable(
  definition: AnyDefinition,
  process: ProviderProcess,
): { configure: Handlers["configure"]; attempt: Attempt } {
  let configured: Promise<ReadConfig> = Promise.resolve(() => undefined);
  return {
    configure: async ({ config }) => {
      configured = Promise.resolve((key: string) => config.get(key));
      await configured;
    },
    attempt: async (verb, properties, before, work) => {
      registerSecretInputs(secretNames(definition, properties, before), properties, before);
      try {
        return await work({ definition, process, readConfig: await configured });
      } catch (thrown) {
        const resource = resourceName(properties);
        const attempted = { operation: `${verb} ${definition.noun}`, resource };
        const failure =
          thrown instanceof PartialFailure
            ? thrown
            : // A copy: resources that share a failure, such as that of the settings, have a label each.
              (await explainedError(toCloudError(thrown, attempted))).with({});
        if (failure.defect !== undefined && process.machine.env()[DEBUG_VARIABLE] === "1") {
          process.logFor(definition.token, properties).warn(`defect: ${failure.defect}`);
        }
        if (failure instanceof PartialFailure) throw failure;
        failure.stack = `(${`${definition.token} ${resource}`.trim()})`;
        process.machine.printedByEngine?.(failure);
        throw failure;
      }
    },
  };
}

/** Longest time to ask for what only makes a preview better. */
const FORESIGHT_SECONDS = 15;

/** What time it is for the service, where that is asked for, and what it would refuse. */
async function foreseen(
  beginning: Beginning,
  inputs: Properties,
  asks = false,
): Promise<{ now: Date; failures: CheckFailure[] }> {
  const { definition, process } = beginning;
  const failures: CheckFailure[] = [];
  if (!asks) return { now: process.machine.clock.now(), failures };
  const report: Report = (property, reason) => failures.push({ property, reason });
  const warn = (line: string): void => process.logFor(definition.token, inputs).warn(line);
  try {
    const timeouts = { readSeconds: FORESIGHT_SECONDS };
    const { context } = await begin(beginning, "read", { ...inputs, timeouts });
    await definition.foresight?.ask(context, inputs, { report, warn });
    return { now: serviceTime(context), failures };
  } catch (thrown) {
    if (isCloudError(thrown)) return { now: process.machine.clock.now(), failures };
    throw thrown;
  }
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
