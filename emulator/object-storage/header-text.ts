/**
 * Text in headers: clients send UTF-8, and a server hears of one character a byte.
 * @module
 */

const BEYOND_ASCII = /[^\0-\x7f]/;
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text that a client meant by a header; bytes that are no UTF-8 stay one character each. */
export function headerText(value: string): string {
  if (!BEYOND_ASCII.test(value)) return value;
  try {
    return UTF_8.decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}
