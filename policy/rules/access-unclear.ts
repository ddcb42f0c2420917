import { Undecidable } from "../place";
import { stackRule } from "../rule";

/** Of these the more exact rules speak. */
const ELSEWHERE = ["unknownPermissionSet", "duplicate"];

/** What the evaluator could not take into account would make its answers worth less than they look. */
export const accessUnclear = stackRule({
  id: "access-unclear",
  severity: "medium",
  description: "Everything that decides who may do what can be understood.",
  remediation: "Correct the property that is named.",
  subjects: ({ findings }) => findings.filter(({ code }) => !ELSEWHERE.includes(code)),
  check: ({ code, text, urn }) => {
    if (code === "unknownValue") throw new Undecidable(text, urn);
    return { urn, message: text };
  },
});
