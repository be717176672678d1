/** Of which organizations the reader wants to see no first steps, in this browser. */

const keyOf = (organizationId: string) => `usher-first-steps-hidden/${organizationId}`;

export function hidesFirstSteps(organizationId: string): boolean {
  return localStorage.getItem(keyOf(organizationId)) !== null;
}

export function hideFirstSteps(organizationId: string, hide: boolean): void {
  if (hide) localStorage.setItem(keyOf(organizationId), 'hidden');
  else localStorage.removeItem(keyOf(organizationId));
}
