/** A JSON value, as it comes from a request body or a document of the database. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. A missing key reads as undefined. */
export type JsonObject = { [key: string]: Json | undefined };

/** Whether it is an object and no array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
