/**
 * Writes docs/rules.md from the rules themselves: `npm run docs:rules`.
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { levelIn, PRESETS } from "../../policy/presets";
import { rules } from "../../policy/rules";
import type { Rule } from "../../policy/rule";

/** The page. */
export const RULES_PAGE = join(__dirname, "../../docs/rules.md");

const cell = (text: string): string => text.replace(/\|/g, "\\|");
const levelsOf = (rule: Rule): string => PRESETS.map((preset) => levelIn(preset, rule)).join(", ");
const canRemedy = (rule: Rule): boolean => rule.kind === "resource" && rule.remedy !== undefined;

function rowOf(rule: Rule): string {
  const cells = [
    `[${rule.id}](#${rule.id})`,
    rule.severity,
    rule.kind,
    cell(rule.description),
    levelsOf(rule),
    canRemedy(rule) ? "yes" : "",
    Object.keys(rule.config ?? {})
      .map((name) => `\`${name}\``)
      .join(", "),
  ];
  return `| ${cells.join(" | ")} |`;
}

function sectionOf(rule: Rule): string {
  const settings = Object.entries(rule.config ?? {}).map(([name, schema]) => {
    const fallback = schema.default;
    const end =
      fallback === undefined || (Array.isArray(fallback) && fallback.length === 0)
        ? ""
        : ` Default: \`${JSON.stringify(fallback)}\`.`;
    return `- \`${name}\`: ${schema.description ?? ""}${end}`;
  });
  const list = settings.length === 0 ? "" : `\n\nSettings:\n\n${settings.join("\n")}`;
  return `### ${rule.id}\n\n${rule.description} What to do: ${rule.remediation}${list}`;
}

/** The text of the page. */
export function rulesPage(): string {
  return `# Rules

Every rule of \`pulumi-storage-access-policy\`, written from the rules themselves by \`npm run docs:rules\`; a test compares this page with them. How to run the pack, presets, settings and waivers: [policy/README.md](../policy/README.md).

A rule of kind \`resource\` looks at the inputs of one resource, and stops it before it is made. One of kind \`stack\` looks at how all resources work together; who may do what is worked out by the same evaluator that \`storage-access who-can\` asks. Both decide at a first preview, when no id is known yet; what they cannot tell is a finding that begins with "Undecidable" and stops nothing. Levels are those of the presets ${PRESETS.join(", ")}. \`remediates\`: where the level is \`remediate\`, the rule puts right what it finds.

| rule | severity | kind | what must be | levels | remediates | settings |
| --- | --- | --- | --- | --- | --- | --- |
${rules.map(rowOf).join("\n")}

## One by one

${rules.map(sectionOf).join("\n\n")}

### waivers

Waivers name a rule and a day, and are taken out when they are over. What to do: Put right what the waiver was for and take it out, or agree on a later day.
`;
}

if (require.main === module) writeFileSync(RULES_PAGE, rulesPage());
