import fc from "fast-check";
import { SecretMask } from "../../../provider/core/secret-mask";

function masked(text: string, ...secrets: string[]): string {
  const mask = new SecretMask();
  mask.add(secrets);
  return mask.apply(text);
}

describe("the filter of what is printed", () => {
  it("hides a secret wherever it stands, as often as it does", () => {
    expect(masked("a=s3cret, b=s3crets", "s3cret")).toBe("a=[secret], b=[secret]s");
  });

  it("hides the longer one of two secrets that begin alike", () => {
    expect(masked("password-of-ann", "password", "password-of-ann")).toBe("[secret]");
    expect(masked("abc abcdef abcdefghijklmnop", "abc", "abcdef", "abcdefghijklmnop")).toBe(
      "[secret] [secret] [secret]",
    );
  });

  it("hides a secret of several lines also where it stands in JSON", () => {
    const key = 'BEGIN\n"KEY"';
    expect(masked(`${key} ${JSON.stringify({ key })}`, key)).toBe('[secret] {"key":"[secret]"}');
  });

  it("hides each line of a secret of several lines: logs take texts apart at line ends", () => {
    const key = "-----BEGIN KEY-----\nMC4CAQAwBQYDK2Vw\n-----END KEY-----";
    expect(masked(key.split("\n").join(" | "), key)).toBe("[secret] | [secret] | [secret]");
  });

  it("hides what is left of a secret that somebody else has cut", () => {
    const token = "5ec2e700-0000-4000-8000-00000000001a";
    for (let kept = 12; kept < token.length; kept += 1) {
      expect(masked(`token ${token.slice(0, kept)}...`, token)).toBe("token [secret]...");
    }
  });

  it("hides a secret that is cut at any offset, at either end", () => {
    const token = "5ec2e700-0000-4000-8000-00000000001a";
    const mask = new SecretMask();
    mask.add([token]);
    for (let cut = 1; cut < token.length; cut += 1) {
      const end = mask.apply(`before ${token.slice(0, cut)}`, { end: true });
      const start = mask.apply(`${token.slice(cut)} after`, { start: true });
      expect(end + start).not.toContain(token.slice(Math.max(0, cut - 3), cut));
      expect(end + start).not.toContain(token.slice(cut, cut + 3));
    }
  });

  it("leaves texts of one or two characters alone: they are everywhere", () => {
    expect(masked("1 of 10", "1", "of", "  \n")).toBe("1 of 10");
  });

  it("leaves no secret in any text, whatever both look like", () => {
    const secret = fc.string({ minLength: 3 }).filter((text) => text.trim().length >= 3);
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1 }), fc.array(fc.string()), (secrets, parts) => {
        const text = secrets.map((one, index) => one + (parts[index] ?? "")).join("|");
        const rest = masked(text, ...secrets).replaceAll("[secret]", "\u0000");
        expect(secrets.filter((one) => rest.includes(one))).toEqual([]);
      }),
    );
  });
});
