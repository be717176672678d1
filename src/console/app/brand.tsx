/** A door with a way through. */
export function Brand() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#4256d0" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M9 26V14a7 7 0 0 1 14 0v12" />
        <path d="M12.5 20h6m-2.6-3 3 3-3 3" />
      </g>
    </svg>
  );
}
