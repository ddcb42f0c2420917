import { BUCKET_CORS } from "../kinds";
import { resourceRule } from "../rule";

const WRITING = ["PUT", "POST", "DELETE"];

/** Any page in the world may then write, with whatever right its visitor's browser holds. */
export const objCorsStarWrite = resourceRule({
  id: "obj-cors-star-write",
  severity: "medium",
  description: "Pages of other origins write only where these origins are named.",
  remediation: "Name the origins, or take PUT, POST and DELETE out.",
  types: [BUCKET_CORS],
  subjects: (cors) => cors.at("rules").items(),
  check: (rule) => {
    if (!rule.at("allowedOrigins").texts().includes("*")) return undefined;
    const writing = rule
      .at("allowedMethods")
      .texts()
      .filter((method) => WRITING.includes(method));
    return writing.length === 0
      ? undefined
      : `${rule.path} lets pages of every origin ${writing.join(" and ")}`;
  },
});
