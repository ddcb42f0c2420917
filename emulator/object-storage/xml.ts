/**
 * XML as Object Storage reads and writes it.
 * @module
 */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { S3Error } from "./errors";

/** What an element holds; an absent child is left out, a list becomes elements of the same name. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

/** Lists of objects and versions are called this; all other XML is `text/xml`: recorded. */
export const LIST_CONTENT_TYPE = { "content-type": "application/xml" } as const;

/** Attribute of a root in the S3 namespace, to spread into its content. */
export const S3_NAMESPACE = { "@_xmlns": "http://s3.amazonaws.com/doc/2006-03-01/" } as const;

const TEXT = "#text";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ATTRIBUTE = "@_";
/** What stands for something else in XML; and what XML 1.0 cannot hold in any form: clients that have such keys ask for `encoding-type=url`. */
// eslint-disable-next-line no-control-regex
const SPECIAL = /[&<>"'\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\r": "&#xD;",
};

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  // Numeric references too: SDKs write a carriage return in a key as one.
  htmlEntities: true,
  alwaysCreateTextNode: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

/** An XML text with one root, without declaration, as errors are answered. */
export function xmlWithoutDeclaration(root: string, content: XmlContent): string {
  return written(root, content);
}

/** Written here and not by a library, with which a list of keys would take twice as long. */
function written(name: string, content: XmlContent): string {
  if (content === undefined) return "";
  if (isList(content)) return content.map((one) => written(name, one)).join("");
  if (typeof content !== "object") return `<${name}>${escaped(String(content))}</${name}>`;
  let attributes = "";
  let inside = "";
  for (const [child, value] of Object.entries(content)) {
    if (child === TEXT) inside += escaped(text(value));
    else if (child.startsWith(ATTRIBUTE)) {
      attributes += ` ${child.slice(ATTRIBUTE.length)}="${escaped(text(value))}"`;
    } else inside += written(child, value);
  }
  return `<${name}${attributes}>${inside}</${name}>`;
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}

function text(value: XmlContent): string {
  return typeof value === "object" || value === undefined ? "" : String(value);
}

function escaped(value: string): string {
  return value.replace(SPECIAL, (character) => REFERENCES[character] ?? "\ufffd");
}

/** An XML document with one root, as successes are answered. */
export function xmlDocument(root: string, content: XmlContent): string {
  return DECLARATION + xmlWithoutDeclaration(root, content);
}

/** One element of a request's body. */
export class XmlElement {
  constructor(private readonly node: unknown) {}

  /** All children of that name, in their order. */
  children(name: string): XmlElement[] {
    return this.valuesOf(name).map((child) => new XmlElement(child));
  }

  /** The text of the first child of that name, or undefined when there is no such child. */
  text(name: string): string | undefined {
    return this.children(name)[0]?.ownText;
  }

  /** How many children there are. */
  get count(): number {
    return this.names().reduce((sum, name) => sum + this.valuesOf(name).length, 0);
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /**
   * Refuses a child that a schema does not know.
   * @throws S3Error MalformedXML
   */
  refuseOthers(known: readonly string[]): void {
    if (this.names().some((name) => !known.includes(name))) throw new S3Error("MalformedXML");
  }

  private names(): string[] {
    const isNode = typeof this.node === "object" && this.node !== null;
    return isNode ? Object.keys(this.node).filter((name) => name !== TEXT) : [];
  }

  private valuesOf(name: string): unknown[] {
    if (typeof this.node !== "object" || this.node === null || !Object.hasOwn(this.node, name)) {
      return [];
    }
    const values = (this.node as Record<string, unknown>)[name];
    return Array.isArray(values) ? values : [values];
  }

  /** The text of the element itself. */
  get ownText(): string {
    if (typeof this.node === "string") return this.node;
    const [text] = this.valuesOf(TEXT);
    return typeof text === "string" ? text : "";
  }
}

/**
 * Reads a body that must be an XML document with that root.
 * @throws S3Error MalformedXML
 */
export function parseXml(body: Buffer, root: string): XmlElement {
  const text = body.toString("utf8");
  // A document type can define entities that expand without end, and no S3 client sends one.
  if (text.includes("<!DOCTYPE") || XMLValidator.validate(text) !== true) {
    throw new S3Error("MalformedXML");
  }
  try {
    const [element] = new XmlElement(parser.parse(text)).children(root);
    if (element) return element;
  } catch {
    // Well-formed for the validator, yet nothing that the parser accepts: refused below.
  }
  throw new S3Error("MalformedXML");
}

/**
 * The whole number that a child holds, or undefined when there is no such child.
 * @throws S3Error MalformedXML where it holds anything else
 */
export function numberOf(element: XmlElement, name: string): number | undefined {
  const text = element.text(name)?.trim();
  if (text === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(text)) throw new S3Error("MalformedXML");
  return Number(text);
}
