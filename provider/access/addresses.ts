/**
 * Internet addresses and ranges of them, as texts.
 * @module
 */

interface Range {
  /** 32 or 128 bits. */
  readonly width: number;
  readonly address: bigint;
  /** How many leading bits count. */
  readonly bits: number;
}

const MAPPED = 0xffffn;

/** True for an address, or a range in CIDR notation. */
export const isRange = (text: string): boolean => rangeOf(text) !== undefined;

/** True where the address is in the range; false for texts that are none. */
export function isInRange(address: string, range: string): boolean {
  const one = rangeOf(address);
  const many = rangeOf(range);
  if (!one || !many || address.includes("/") || one.width !== many.width) return false;
  const shift = BigInt(many.width - many.bits);
  return one.address >> shift === many.address >> shift;
}

function rangeOf(text: string): Range | undefined {
  const [address = "", bits, ...rest] = text.split("/");
  const parsed = rest.length > 0 ? undefined : (fourParts(address) ?? eightParts(address));
  if (!parsed || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined;
  const count = bits === undefined ? parsed.width : Number(bits);
  if (count > parsed.width) return undefined;
  const isMapped = parsed.width === 128 && parsed.address >> 32n === MAPPED && count >= 96;
  if (!isMapped) return { ...parsed, bits: count };
  return { width: 32, address: parsed.address & 0xffffffffn, bits: count - 96 };
}

function fourParts(text: string): Omit<Range, "bits"> | undefined {
  const parts = text.split(".");
  const isAddress = parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  if (parts.length !== 4 || !isAddress) return undefined;
  const address = parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  return { width: 32, address };
}

function eightParts(text: string): Omit<Range, "bits"> | undefined {
  const halves = text.split("::");
  if (halves.length > 2 || !text.includes(":")) return undefined;
  const [head, tail] = halves.map((half) => (half === "" ? [] : words(half)));
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])];
  if (all.includes(-1n)) return undefined;
  return { width: 128, address: all.reduce((sum, word) => (sum << 16n) + word, 0n) };
}

/** Sixteen bits each; -1 for what is none. The last may be written as four decimal parts. */
function words(text: string): bigint[] {
  const parts = text.split(":");
  return parts.flatMap((part, index) => {
    if (/^[0-9a-f]{1,4}$/i.test(part)) return [BigInt(`0x${part}`)];
    const four = index === parts.length - 1 ? fourParts(part) : undefined;
    return four ? [four.address >> 16n, four.address & 0xffffn] : [-1n];
  });
}
