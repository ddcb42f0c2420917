/**
 * Ids, access keys and secrets: random, or the same at every run from a seed.
 * @module
 */
import { createHash, randomBytes } from "node:crypto";

/** Makes what the service makes up itself. */
export interface Random {
  /** A UUID of version 4, lowercase: ids and secret keys. */
  uuid(): string;
  /** `SCW` and 17 characters of Crockford's base 32. */
  accessKey(): string;
  /** That many bytes, as lowercase hexadecimal text. */
  hex(bytes: number): string;
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Random values; with a seed, the same sequence at every run.
 * @param seed - any text; absent: unpredictable
 */
export function createRandom(seed?: string): Random {
  const bytes = seed === undefined ? randomBytes : seededBytes(seed);
  return {
    uuid: () => uuidFrom(bytes(16)),
    accessKey: () => `SCW${[...bytes(17)].map((byte) => CROCKFORD.charAt(byte % 32)).join("")}`,
    hex: (count) => bytes(count).toString("hex"),
  };
}

/** The id that belongs to a name for ever: the same text gives the same UUID on every machine. */
export function uuidOfName(name: string): string {
  return uuidFrom(createHash("sha256").update(name).digest().subarray(0, 16));
}

function seededBytes(seed: string): (count: number) => Buffer {
  let block = 0;
  return (count) => {
    const blocks: Buffer[] = [];
    for (let length = 0; length < count; length += 32, block += 1) {
      blocks.push(createHash("sha256").update(`${seed}\n${block}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, count);
  };
}

function uuidFrom(source: Buffer): string {
  const bytes = Buffer.from(source);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const text = bytes.toString("hex");
  return [
    text.slice(0, 8),
    text.slice(8, 12),
    text.slice(12, 16),
    text.slice(16, 20),
    text.slice(20),
  ].join("-");
}
