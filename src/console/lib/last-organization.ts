/** Which organization the reader looked at last, in this browser. */

const key = 'usher-organization';

export function lastOrganization(): string | null {
  return localStorage.getItem(key);
}

export function keepOrganization(organizationId: string): void {
  localStorage.setItem(key, organizationId);
}
