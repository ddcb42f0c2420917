/**
 * Tar files as Go's writer makes them, byte by byte: archives are known by the SHA-256 of theirs, in every engine.
 * @module
 */

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const USTAR = "ustar\0" + "00";

/** Where a field of a header begins, and how long it is. */
const FIELDS = {
  name: [0, NAME_BYTES],
  mode: [100, 8],
  userId: [108, 8],
  groupId: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  kind: [156, 1],
  format: [257, 8],
  deviceMajor: [329, 8],
  deviceMinor: [337, 8],
  prefix: [345, PREFIX_BYTES],
} as const satisfies Record<string, readonly [number, number]>;

/** What a file begins with, an extended header ahead of it where its name needs one. */
export function tarHeader(name: string, size: number): Buffer {
  const parts = splitName(name);
  const device = { deviceMajor: octal(0, 8), deviceMinor: octal(0, 8) };
  const common = { ...device, mode: octal(0o600, 8), size: octal(size, 12), kind: "0" };
  if (parts !== undefined) return block({ ...common, ...parts });
  const record = Buffer.from(pathRecord(name));
  const slash = name.lastIndexOf("/") + 1;
  const extended = `${name.slice(0, slash)}PaxHeaders.0/${name.slice(slash)}`;
  return Buffer.concat([
    block({
      name: ascii(extended).slice(0, NAME_BYTES).replace(/\/+$/, ""),
      mode: octal(0, 8),
      size: octal(record.length, 12),
      kind: "x",
    }),
    record,
    padding(record.length),
    block({ ...common, name: ascii(name).slice(0, NAME_BYTES) }),
  ]);
}

/** What follows a file of that size, so that the next one begins at a full block. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

/** What a tar file ends with. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK_BYTES);
}

function block(values: Partial<Record<keyof typeof FIELDS, string>>): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const put = (field: keyof typeof FIELDS, text: string): void => {
    header.write(text, FIELDS[field][0], FIELDS[field][1], "latin1");
  };
  const nothing = { userId: octal(0, 8), groupId: octal(0, 8), modified: octal(0, 12) };
  // The sum is taken with blanks where it stands.
  const all = { ...nothing, ...values, format: USTAR, checksum: " ".repeat(8) };
  for (const [field, text] of Object.entries(all)) put(field as keyof typeof FIELDS, text);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put("checksum", `${octal(sum, 7)} `);
  return header;
}

/** A number with zeros in front and one at the end. */
function octal(value: number, bytes: number): string {
  return `${value.toString(8).padStart(bytes - 1, "0")}\0`;
}

function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]|\0/g, "");
}

/** A name as a header has it, in two parts where it is long; undefined where it does not fit. */
function splitName(name: string): { name: string; prefix?: string } | undefined {
  if (ascii(name) !== name) return undefined;
  if (name.length <= NAME_BYTES) return { name };
  const slash = name.slice(0, PREFIX_BYTES + 1).lastIndexOf("/");
  const rest = name.slice(slash + 1);
  if (slash <= 0 || rest.length > NAME_BYTES || rest === "") return undefined;
  return { name: rest, prefix: name.slice(0, slash) };
}

/** A line that begins with its own length in bytes. */
function pathRecord(name: string): string {
  const rest = ` path=${name}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length > length) length++;
  return `${length}${rest}`;
}
