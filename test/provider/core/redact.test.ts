import fc from "fast-check";
import {
  redact,
  redactedBeginning,
  RedactedEnd,
  registerSecret,
} from "../../../provider/core/redact";
import { MASK } from "../../../provider/core/secret-mask";

describe("redact", () => {
  it("masks a registered secret in each form in which it travels", () => {
    const secret = 'pa"ss word/ä+zürich?';
    registerSecret(secret);
    const forms = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
    ];
    for (const form of forms) expect(redact(`before ${form} after`)).not.toContain(form);
    expect(redact(`before ${secret} after`)).toBe(`before ${MASK} after`);
  });

  it("masks a UUID whatever its letter case", () => {
    registerSecret("5E5e5e5e-aaaa-4bbb-8ccc-1234567890ab");
    expect(redact("x 5e5e5e5e-aaaa-4bbb-8ccc-1234567890ab y")).toBe(`x ${MASK} y`);
    expect(redact("x 5E5E5E5E-AAAA-4BBB-8CCC-1234567890AB y")).toBe(`x ${MASK} y`);
  });

  it("leaves nothing of a secret that begins with another secret", () => {
    registerSecret("abcd-first");
    registerSecret("abcd-first-and-more");
    expect(redact("abcd-first-and-more")).toBe(MASK);
  });

  it("masks each occurrence of a secret", () => {
    registerSecret("twice-said");
    expect(redact("twice-said, twice-said.")).toBe(`${MASK}, ${MASK}.`);
  });

  it("leaves nothing of two secrets that overlap", () => {
    registerSecret("overlap-one-two");
    registerSecret("two-three-overlap");
    expect(redact("<overlap-one-two-three-overlap>")).toBe(`<${MASK}>`);
  });

  it.each([
    ["X-Auth-Token: 1234-abcd", `X-Auth-Token: ${MASK}`],
    ['{"x-auth-token":"1234-abcd"}', `{"x-auth-token":"${MASK}"}`],
    ["authorization=Bearer abc.def", `authorization=${MASK}`],
    ["Authorization: AWS4-HMAC-SHA256 Credential=K/s, Signature=ffff", `Authorization: ${MASK}`],
    ["https://h/b?X-Amz-Signature=abc123&x=1", `https://h/b?X-Amz-Signature=${MASK}&x=1`],
  ])("masks by shape what was never registered: %s", (text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it("leaves text without secrets as it is", () => {
    expect(redact("create application ci: the service answered 403")).toBe(
      "create application ci: the service answered 403",
    );
  });

  it("ignores values that are too short to be secrets, which would blot out words", () => {
    registerSecret("a");
    registerSecret("");
    expect(redact("banana")).toBe("banana");
  });

  it("never lets any registered value through", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 40 }).filter((text) => !MASK.includes(text)),
        fc.string(),
        (secret, around) => {
          registerSecret(secret);
          expect(redact(`${around}${secret}${around}`)).not.toContain(secret);
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** Every piece of a secret that is long enough to be of use to somebody. */
const piecesOf = (secret: string): string[] =>
  Array.from({ length: secret.length - 3 }, (_, at) => secret.slice(at, at + 4));

describe("a text that is cut", () => {
  const secret = "c4n4ry-with  two blanks/and+signs";
  registerSecret(secret);

  it.each([300, 65_536])("shows no piece of a secret that lies across character %i", (cut) => {
    for (let before = 1; before < secret.length; before += 1) {
      const text = `${"_".repeat(cut - before)}${secret}${"_".repeat(cut)}`;
      const shown = redactedBeginning(text, cut);
      expect(piecesOf(secret).filter((piece) => shown.includes(piece))).toEqual([]);
    }
  });

  it("shows none where all that is kept is secrets one after the other", () => {
    for (let offset = 0; offset < secret.length; offset += 1) {
      const end = new RedactedEnd();
      end.add("_".repeat(offset));
      for (let length = 0; length < 70_000; length += secret.length) end.add(secret);
      const shown = end.last(300);
      expect(piecesOf(secret).filter((piece) => shown.includes(piece))).toEqual([]);
    }
  });
});
