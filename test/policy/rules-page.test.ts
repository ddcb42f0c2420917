import { readFileSync } from "node:fs";
import { rules } from "../../policy/rules";
import { withoutPadding } from "../support/endpoints-page";
import { RULES_PAGE, rulesPage } from "../support/rules-page";

const written = readFileSync(RULES_PAGE, "utf8");

describe("docs/rules.md", () => {
  it("is as the rules are: `npm run docs:rules` writes it anew", () => {
    expect(withoutPadding(written)).toBe(withoutPadding(rulesPage()));
  });

  it.each(rules.map(({ id }) => id))("has a place that findings of %s can link to", (id) => {
    expect(written).toContain(`\n### ${id}\n`);
  });
});
