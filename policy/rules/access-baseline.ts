import { accessInReport, accessInStack, differenceText, without } from "../baseline";
import { readJson } from "../files";
import { stackRule, type Finding } from "../rule";

/** How many lines of what is gone are told. */
const SHOWN = 20;

/** Whatever the program says: more access than was agreed on is told by name. */
export const accessBaseline = stackRule<Finding>({
  id: "access-baseline",
  severity: "high",
  description: "Nobody gains access that was not agreed on.",
  remediation:
    "Take the access away; or agree on it: `storage-access who-can --format json > access.json` after the deployment, and commit the file.",
  config: {
    file: {
      type: "string",
      description:
        "What was agreed on: the JSON of `storage-access who-can`, by its path from the folder where the command is given. Default: none, and nothing is looked at.",
    },
  },
  subjects: (stack, { config }) => {
    const path = config.text("file");
    if (path === undefined) return [];
    const read = readJson(path);
    if ("fault" in read) return [{ message: read.fault }];
    const agreed = accessInReport(read.content);
    if (!agreed) return [{ message: `${path} is no report of \`storage-access who-can\`` }];
    const now = accessInStack(stack);
    const gone = without(agreed, now).map(differenceText);
    return [
      ...without(now, agreed).map((more) => ({
        message: `new: ${differenceText(more)}`,
        urn: more.urn,
      })),
      ...(gone.length === 0 ? [] : [{ message: goneText(gone), isAdvice: true }]),
    ];
  },
  check: (finding) => finding,
});

function goneText(lines: readonly string[]): string {
  const hidden = lines.length - SHOWN;
  const shown = lines.slice(0, SHOWN).map((line) => `  - ${line}`);
  const rest = hidden > 0 ? [`  and ${String(hidden)} more`] : [];
  return ["Agreed on, and gone:", ...shown, ...rest].join("\n");
}
