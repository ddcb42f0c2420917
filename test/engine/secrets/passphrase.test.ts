import { webcrypto } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCrypter, openCrypter, readPassphrase } from "../../../engine/secrets";

/** Seals as Pulumi's passphrase provider is described, by another implementation of the same algorithms. */
async function sealIndependently(passphrase: string, salt: Uint8Array, text: string) {
  const { subtle } = webcrypto;
  const secret = await subtle.importKey("raw", Buffer.from(passphrase), "PBKDF2", false, [
    "deriveKey",
  ]);
  const key = await subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: 1_000_000 },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = webcrypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, key, Buffer.from(text));
  return `v1:${Buffer.from(iv).toString("base64")}:${Buffer.from(sealed).toString("base64")}`;
}

/** Computed with Python's hashlib and cryptography: passphrase "fixture", salt 0 to 7. */
const RECORDED = {
  salt: "v1:AAECAwQFBgc=:v1:AAAAAAAAAAAAAAAA:3QsLb7u4zRnDIXBPH+66KFJDe6zU0A==",
  ciphertext: "v1:AAECAwQFBgcICQoL:DV2zPieI4bxLTLXE6NWT+zIaK4vljJmOLKY5lKJ3EPk=",
  plaintext: '{"list":["x",1]}',
};

describe("the passphrase provider", () => {
  const salt = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
  const encodedSalt = Buffer.from(salt).toString("base64");

  it("opens what an independent implementation sealed", async () => {
    const probe = await sealIndependently("päss", salt, "pulumi");
    const secret = await sealIndependently("päss", salt, '{"a":"ü"}');
    const crypter = await openCrypter("päss", `v1:${encodedSalt}:${probe}`);
    expect(crypter.decrypt(secret)).toBe('{"a":"ü"}');
  });

  it("opens what a tool of another language sealed", async () => {
    const crypter = await openCrypter("fixture", RECORDED.salt);
    expect(crypter.decrypt(RECORDED.ciphertext)).toBe(RECORDED.plaintext);
  });

  it("opens with its salt what it sealed, and seals equal texts differently", async () => {
    const made = await createCrypter("");
    const again = await openCrypter("", made.salt);
    const [first, second] = [made.encrypt("text"), made.encrypt("text")];
    expect(again.decrypt(first)).toBe("text");
    expect(again.decrypt(second)).toBe("text");
    expect(first).not.toBe(second);
    expect((await createCrypter("")).salt).not.toBe(made.salt);
  });

  it("refuses a wrong passphrase, without telling either one", async () => {
    const { salt: sealed } = await createCrypter("right-one");
    const attempt = openCrypter("wrong-one", sealed);
    await expect(attempt).rejects.toThrow(/does not open this stack's secrets/);
    await expect(attempt).rejects.not.toThrow(/right-one|wrong-one/);
  });

  it.each(["", "v1:", "v2:AAAA:v1:AAAA:AAAA", "v1:AAAA:AAAA"])(
    "refuses the salt %j",
    async (wrong) => {
      await expect(openCrypter("any", wrong)).rejects.toThrow(/is not of the form/);
    },
  );

  it("refuses ciphertexts that were changed or cut", async () => {
    const crypter = await createCrypter("any");
    const sealed = crypter.encrypt("text");
    const changed = sealed.slice(0, -4) + (sealed.endsWith("AAA=") ? "BBB=" : "AAA=");
    expect(() => crypter.decrypt(changed)).toThrow();
    expect(() => crypter.decrypt("v1:AAAA:AAAA")).toThrow(/damaged/);
    expect(() => crypter.decrypt("text")).toThrow(/damaged/);
  });
});

describe("the passphrase of an environment", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "storage-access-passphrase-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is PULUMI_CONFIG_PASSPHRASE, also when that is empty", async () => {
    expect(await readPassphrase({ PULUMI_CONFIG_PASSPHRASE: "" })).toBe("");
  });

  it("is the content of PULUMI_CONFIG_PASSPHRASE_FILE without the end of line", async () => {
    const file = join(folder, "passphrase");
    writeFileSync(file, "from file\n");
    expect(await readPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe("from file");
  });

  it("is asked for by both names when it is missing", async () => {
    await expect(readPassphrase({})).rejects.toThrow(
      /PULUMI_CONFIG_PASSPHRASE .*PULUMI_CONFIG_PASSPHRASE_FILE/,
    );
  });

  it("names the file that cannot be read", async () => {
    const file = join(folder, "nowhere");
    await expect(readPassphrase({ PULUMI_CONFIG_PASSPHRASE_FILE: file })).rejects.toThrow(file);
  });
});
