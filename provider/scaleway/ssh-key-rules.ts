/**
 * What the properties of an SSH key must look like.
 * @module
 */
import type { Rule } from "../core/fields";
import { MARK_LENGTH } from "../core/mark";
import { text } from "../core/rules";

const LONGEST_NAME = 1_000;

/** The service allows 1,000 characters; the mark needs some of them. */
export const MAXIMUM_SSH_KEY_NAME_LENGTH = LONGEST_NAME - MARK_LENGTH;

/** A key's name. */
export const sshKeyName: Rule = text({ minimum: 1, maximum: MAXIMUM_SSH_KEY_NAME_LENGTH });

const line = text({
  minimum: 1,
  maximum: 65_000,
  pattern: /^(ssh|ecdsa|sk)-[a-z0-9@.-]+ +[A-Za-z0-9+/]{20,}={0,2}( [^\r\n]*)?\n?$/,
  alphabet: 'the form "type key comment", as in a file that ends in .pub',
});

/** A public key. Its comment means nothing: the service drops it. A private key is refused, and not shown. */
export const publicKey: Rule = {
  ...line,
  check: (value, path, report) => {
    if (typeof value === "string" && value.includes("PRIVATE KEY")) {
      report(path, "it is a private key: give the public one, in the file that ends in .pub");
    } else {
      line.check(value, path, report);
    }
  },
  canonical: (value) =>
    typeof value === "string" ? value.trim().split(/\s+/).slice(0, 2).join(" ") : (value ?? null),
};
