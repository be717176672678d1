/** The limits of everything that a SCIM client can send. Those a client can discover are in ServiceProviderConfig. */

/** The most resources in one answer; a larger `count` is clamped. */
export const maxResults = 1000;

/** The page that a client gets when it names no `count`. */
export const defaultResults = 100;

/** How long a cursor can be used: RFC 9865 announces it as `cursorTimeout`. */
export const cursorLifetimeSeconds = 3_600;

/** Operations of one bulk request. */
export const maxBulkOperations = 1000;

/** The text of a filter or of a list of attribute names, in bytes of UTF-8. */
export const maxFilterBytes = 8192;

/** How deep parentheses, `not` and brackets may nest. */
export const maxFilterDepth = 20;

/** Comparisons and operators in one filter. */
export const maxFilterNodes = 200;

/** Characters of a string attribute. */
export const maxStringLength = 65_536;

/** Characters of the attributes by which resources are found and told apart: they are index keys. */
export const maxKeyLength = 1024;

/** How deep arrays and objects of a body may nest. No schema needs more than four levels. */
export const maxBodyDepth = 16;

/** Values of one multi-valued attribute other than `members`. */
export const maxValues = 1000;
