/**
 * What the properties of a user must look like.
 * @module
 */
import type { Rule } from "../core/fields";
import { text } from "../core/rules";

/** An e-mail address; whether it can be reached is not looked at. */
export const email: Rule = text({
  minimum: 3,
  maximum: 255,
  pattern: /^[^@\s]+@[^@\s]+$/,
  alphabet: "the form of an e-mail address, such as ada@example.com",
});

/** A name to sign in with. */
export const username: Rule = text({
  minimum: 2,
  maximum: 150,
  pattern: /^[a-zA-Z0-9@._-]+$/,
  alphabet: "letters, digits and @ . _ -",
});

/** A first or a last name. */
export const personName: Rule = text({ minimum: 0, maximum: 64 });

/** What the service sets no known limit for. */
export const shortText: Rule = text({ minimum: 0, maximum: 255 });

const PASSWORD_BYTES = 72;
const tooLong = (value: string): boolean => Buffer.byteLength(value) > PASSWORD_BYTES;

const REFUSAL = `it must be a text of 1 to ${PASSWORD_BYTES} bytes (letters outside ASCII take more than one)`;

const passwordText = text({
  minimum: 1,
  maximum: PASSWORD_BYTES,
  refuse: (value) => (tooLong(value) ? REFUSAL : undefined),
});

/** A password. What is wrong with one is said without showing it. */
export const password: Rule = {
  ...passwordText,
  check: (value, path, report) =>
    passwordText.check(value, path, (property) => {
      report(property, REFUSAL);
    }),
};
