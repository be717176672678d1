/** A filter for text that contains `text`, literally: nothing in it is a pattern. Fold both sides first for folded fields. */
export function containing(text: string, { ignoreCase = false } = {}): { $regex: string; $options: string } {
  return { $regex: text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), $options: ignoreCase ? 'i' : '' };
}
