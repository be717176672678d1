const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** Reads an XML dateTime (RFC 7643 section 2.3.5) or date; without a zone it is UTC. Null when it is neither. */
export function parseDateTime(text: string): Date | null {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return null;
  const date = new Date(`${parts[1]}${parts[2] ?? 'T00:00'}${parts[3] ?? 'Z'}`.toUpperCase());
  return Number.isNaN(date.getTime()) ? null : date;
}
