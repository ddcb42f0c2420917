import { access } from "../access";
import { accessInReport, accessInStack, differenceText, without } from "../baseline";
import { readJson } from "../files";
import { stackRule, type Finding } from "../rule";
import type { Stack } from "../stack";

/** How many lines are told. */
const SHOWN = 40;

/** Who gains and who loses what, in every preview, whatever engine runs it. */
export const accessDiff = stackRule<Finding>({
  id: "access-diff",
  severity: "low",
  description: "Who gains and who loses access by this change.",
  remediation: "Nothing, where that is what the change is for.",
  isAdvice: true,
  config: {
    before: {
      type: "string",
      description:
        "What was before: a state as `pulumi stack export` writes it, or the JSON of `storage-access who-can`, by its path from the folder where the command is given. Default: none, and nothing is told.",
    },
  },
  subjects: (stack, { config }) => {
    const path = config.text("before");
    if (path === undefined) return [];
    const read = readJson(path);
    if ("fault" in read) return [{ message: read.fault }];
    const lines = changes(stack, read.content);
    if (lines.length === 0) return [];
    const hidden = lines.length - SHOWN;
    const rest = hidden > 0 ? [`  and ${String(hidden)} more`] : [];
    return [
      {
        message: ["Access changes:", ...lines.slice(0, SHOWN), ...rest].join("\n"),
        isAdvice: true,
      },
    ];
  },
  check: (finding) => finding,
});

function changes(stack: Stack, before: unknown): string[] {
  const report = accessInReport(before);
  if (!report) return changesSince(stack, before);
  const now = accessInStack(stack);
  return [
    ...without(now, report).map((more) => `  + ${differenceText(more)}`),
    ...without(report, now).map((less) => `  - ${differenceText(less)}`),
  ];
}

/** Compared with a state: what has the same URN is the same. */
function changesSince(stack: Stack, state: unknown): string[] {
  const resources = access.resourcesOf(state);
  const ids = new Map(
    resources.flatMap(({ urn, id }) => (id === undefined ? [] : [[urn, id] as const])),
  );
  const after = stack.worldWithIds(ids);
  const found = access.diff(access.worldOfResources(resources).world, after);
  const gainsFirst = [...found].sort(
    (left, right) => Number(access.isGain(right)) - Number(access.isGain(left)),
  );
  return gainsFirst.map((change) => {
    const { principal, name, target, level, actions } = change;
    const who = principal.kind === "anonymous" ? name : `${principal.kind} ${name}`;
    const place = placeText(after, target);
    const [reason] = change.reasons.slice(-1);
    const [sign, verb] = access.isGain(change) ? ["+", "gains"] : ["-", "loses"];
    return `  ${sign} ${who} ${verb} ${level} on ${place} (${actions.slice(0, 3).join(", ")}${actions.length > 3 ? ", ..." : ""})${reason ? `: ${reason.text}` : ""}`;
  });
}

function placeText({ projects }: access.World, target: access.Target): string {
  if ("bucket" in target) return `bucket ${target.bucket}`;
  if (!("projectId" in target)) return "the Organization";
  return `Project ${projects.find(({ id }) => id === target.projectId)?.name ?? target.projectId}`;
}
