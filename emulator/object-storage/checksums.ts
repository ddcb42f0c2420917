/**
 * The checksums that S3 clients send along and ask for.
 * @module
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** Names as S3 writes them; their headers are `x-amz-checksum-` and the name in lowercase. */
export const CHECKSUM_ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;

/** One of `CHECKSUM_ALGORITHMS`. */
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** Both polynomials are written bit-reversed, as the algorithms read bytes lowest bit first. */
const CASTAGNOLI = 0x82f63b78;
const NVME = { high: 0x9a6c9329, low: 0xac4bc9b5 };

/** The checksum of some bytes, in base 64. */
export function checksumOf(algorithm: ChecksumAlgorithm, data: Buffer): string {
  switch (algorithm) {
    case "CRC32":
      return words(crc32(data));
    case "CRC32C":
      return words(crc32c(data));
    case "CRC64NVME":
      return words(...crc64nvme(data));
    case "SHA1":
    case "SHA256":
      return createHash(algorithm).update(data).digest("base64");
  }
}

/** The algorithm that S3 calls so, in any case; undefined when there is none. */
export function checksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

function words(...values: number[]): string {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, position) => bytes.writeUInt32BE(value >>> 0, 4 * position));
  return bytes.toString("base64");
}

const crc32cTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value & 1 ? (value >>> 1) ^ CASTAGNOLI : value >>> 1;
  }
  return value;
});

function crc32c(data: Buffer): number {
  let value = 0xffffffff;
  for (const byte of data) {
    value = (value >>> 8) ^ (crc32cTable[(value ^ byte) & 0xff] ?? 0);
  }
  return value ^ 0xffffffff;
}

/** Two halves of 32 bits: a big integer would take a second for every few megabytes. */
const crc64Table = Array.from({ length: 256 }, (_, byte) => {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = low & 1;
    low = (low >>> 1) | (high << 31);
    high = high >>> 1;
    if (isOdd) {
      high ^= NVME.high;
      low ^= NVME.low;
    }
  }
  return { high, low };
});
const crc64High = Int32Array.from(crc64Table, ({ high }) => high);
const crc64Low = Int32Array.from(crc64Table, ({ low }) => low);

function crc64nvme(data: Buffer): [high: number, low: number] {
  let high = -1;
  let low = -1;
  for (const byte of data) {
    const entry = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Low[entry] ?? 0);
    high = (high >>> 8) ^ (crc64High[entry] ?? 0);
  }
  return [~high, ~low];
}
