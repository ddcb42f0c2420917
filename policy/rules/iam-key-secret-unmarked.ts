import { API_KEY } from "../kinds";
import { resourceRule } from "../rule";

/** What is not marked as a secret lies in the state in clear. */
export const iamKeySecretUnmarked = resourceRule({
  id: "iam-key-secret-unmarked",
  severity: "critical",
  description: "The secret of an API key is a secret to the engine, too.",
  remediation:
    'Make the key by this package\'s `ApiKey`, which marks it, or add `additionalSecretOutputs: ["secretKey"]` to its options.',
  types: [API_KEY],
  subjects: (key) => [key],
  check: ({ options }) =>
    options.additionalSecretOutputs?.includes("secretKey")
      ? undefined
      : "`secretKey` is not among the secret outputs: it would be in the state in clear",
});
