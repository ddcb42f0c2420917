/**
 * Lists of Object Storage, page by page.
 * @module
 */
import { CloudError } from "../../../core/errors";

/** Where the next page begins; undefined where there is none. */
export type Next<Marker> = Marker | undefined;

/** What is listed, for messages. */
export interface Listing {
  readonly operation: string;
  readonly resource: string;
}

/**
 * Reads pages until the service names no further one.
 * @param read reads the page at a marker, and answers where the next one begins
 * @throws CloudError where a page is said to begin where one began already: there would be no end
 */
export async function eachPage<Marker>(
  listing: Listing,
  read: (marker: Next<Marker>) => Promise<Next<Marker>>,
): Promise<void> {
  const begun = new Set<string>();
  for (let marker = await read(undefined); marker !== undefined; marker = await read(marker)) {
    const place = JSON.stringify(marker);
    if (begun.has(place))
      throw astray(listing, "names a page that was read already as the next one");
    begun.add(place);
  }
}

/**
 * Where a list goes on by its own word.
 * @throws CloudError where it says that there is more, and not where
 */
export function nextOf<Marker>(
  listing: Listing,
  isTruncated: boolean | undefined,
  marker: Next<Marker>,
): Next<Marker> {
  if (isTruncated !== true) return undefined;
  if (marker === undefined)
    throw astray(listing, "says that there is more, and not where it begins");
  return marker;
}

function astray(listing: Listing, what: string): CloudError {
  return new CloudError({
    ...listing,
    kind: "protocol",
    code: "endless_list",
    answer: `the service ${what}`,
    hint: "Nothing is decided on a part of a list. Check the configured Object Storage address; if it is right, run it again later.",
  });
}
